package io.vestibule.hub.connector;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads {@code Retry-After}: seconds, or a date that is measured against the vendor's own clock where it tells it. */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofHours(24);

    private RetryAfter() {}

    static Optional<Duration> of(VendorExchange.Response.Answer answer, Instant now) {
        return answer.header("retry-after").flatMap(value -> parse(value.strip(), answer, now));
    }

    private static Optional<Duration> parse(String value, VendorExchange.Response.Answer answer, Instant now) {
        if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            long millis = (long) Math.ceil(Double.parseDouble(value) * 1000);
            return Optional.of(limited(Duration.ofMillis(millis)));
        }
        Instant theirs = answer.header("date").flatMap(RetryAfter::date).orElse(now);
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
