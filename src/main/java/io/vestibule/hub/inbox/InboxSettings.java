package io.vestibule.hub.inbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much is handled at once, from {@code vestibule.inbox}.
 *
 * @param workers messages this node handles at the same time; 0 = it only receives, other nodes handle
 * @param perApp of these at most this many of one app, over all nodes, so that a slow vendor leaves room for the others
 * @param mails of these at most this many large mails, because a mail in work takes several times its size of memory;
 *     four small ones take the place of one
 * @param lease how long a message is left alone when its node no longer speaks for it; more than twice the longest call
 *     a handler makes, and renewed while a handling goes on
 */
@Validated
@ConfigurationProperties("vestibule.inbox")
record InboxSettings(
        @DefaultValue("128") @Min(0) @Max(500) int workers,
        @DefaultValue("96") @Min(1) @Max(500) int perApp,
        @DefaultValue("4") @Min(1) @Max(100) int mails,
        @DefaultValue("90s") @DurationMin(seconds = 4) Duration lease) {}
