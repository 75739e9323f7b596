package io.vestibule.hub.mail.quarantine;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long held mails wait.
 *
 * @param kept after so long without a decision a held mail is refused
 * @param warned so long before that the admins are told each day
 */
@Validated
@ConfigurationProperties(prefix = "vestibule.quarantine", ignoreUnknownFields = false)
public record QuarantineSettings(
        @DefaultValue("14d") @DurationMin(days = 1) Duration kept,

        @DefaultValue("3d") Duration warned) {}
