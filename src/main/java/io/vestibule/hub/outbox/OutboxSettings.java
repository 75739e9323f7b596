package io.vestibule.hub.outbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How deliveries leave, from {@code vestibule.outbox}.
 *
 * @param inFlight deliveries at the same time on this node
 * @param perConnection deliveries at the same time to one connection, over all nodes
 * @param lease how long a delivery is left alone when its node no longer speaks for it
 * @param poll how often the table is looked at without being told to
 * @param retries waits between attempts; after the last one the row is dead
 */
@Validated
@ConfigurationProperties("vestibule.outbox")
record OutboxSettings(
        @DefaultValue("64") @Min(1) @Max(1000) int inFlight,
        @DefaultValue("4") @Min(1) @Max(100) int perConnection,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("1s") Duration poll,

        @DefaultValue({"5s", "30s", "2m", "10m", "30m", "1h", "2h", "4h", "8h", "12h", "24h", "24h", "24h"}) @NotEmpty
        List<Duration> retries) {}
