package io.vestibule.platform.database;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long the hub keeps what came to its end, from {@code vestibule.retention}. What waits for a person or a retry stays
 * however old it is.
 *
 * @param originals bytes and headers as they came
 * @param messages rows of inbox and outbox with their history; as long as that, the same news again is a duplicate
 * @param attempts single tries of deliveries
 */
@Validated
@ConfigurationProperties("vestibule.retention")
public record RetentionSettings(
        @DefaultValue("400d") @DurationMin(days = 1) Duration originals,

        @DefaultValue("400d") @DurationMin(days = LEAST_MESSAGES)
        Duration messages,

        @DefaultValue("90d") @DurationMin(days = 1) Duration attempts) {

    /** The portal's feed can be read again for 90 days; no vendor or mail server tries that long. */
    static final int LEAST_MESSAGES = 100;
}
