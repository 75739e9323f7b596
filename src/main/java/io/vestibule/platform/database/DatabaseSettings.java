package io.vestibule.platform.database;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Sizes of the two pools, from {@code vestibule.database}.
 *
 * @param hubConnections connections of the hub's pool; schedules and sessions use it too
 * @param portalConnections connections of the portal's pool
 * @param patience how long a caller waits for a connection before it fails
 */
@Validated
@ConfigurationProperties("vestibule.database")
record DatabaseSettings(
        @DefaultValue("20") @Min(5) @Max(500) int hubConnections,
        @DefaultValue("15") @Min(3) @Max(500) int portalConnections,
        @DefaultValue("5s") Duration patience) {}
