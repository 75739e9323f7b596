package io.vestibule.platform.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After}: seconds, or a date that is measured against the other side's own clock where it tells it. */
public final class RetryAfter {

    private static final Duration LONGEST = Duration.ofHours(24);

    private RetryAfter() {}

    /**
     * Empty when nothing was asked for, or nothing that can be read.
     *
     * @param value of the header {@code Retry-After}, {@code date} of the header {@code Date}; null = the answer has none
     */
    public static Optional<Duration> of(@Nullable String value, @Nullable String date, Instant now) {
        return value == null ? Optional.empty() : parse(value.strip(), date, now);
    }

    private static Optional<Duration> parse(String value, @Nullable String date, Instant now) {
        if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            long millis = (long) Math.ceil(Double.parseDouble(value) * 1000);
            return Optional.of(limited(Duration.ofMillis(millis)));
        }
        Instant theirs = Optional.ofNullable(date).flatMap(RetryAfter::date).orElse(now);
        return date(value).map(until -> limited(Duration.between(theirs, until)));
    }

    private static Duration limited(Duration wished) {
        Duration positive = wished.isNegative() ? Duration.ZERO : wished;
        return positive.compareTo(LONGEST) > 0 ? LONGEST : positive;
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
