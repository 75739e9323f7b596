package io.vestibule.portal.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a page of rows in the order of time ends, as it stands in a link. */
record TimeCursor(Instant at, UUID id) {

    /** Behind whatever there is. */
    static final TimeCursor END = new TimeCursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

    /** Empty for none and for what is not one. */
    static Optional<TimeCursor> parse(@Nullable String text) {
        if (text == null || !text.matches("-?[0-9]{1,17}_[0-9a-f-]{36}")) {
            return Optional.empty();
        }
        String[] parts = text.split("_", 2);
        try {
            Instant at = Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS);
            return Optional.of(new TimeCursor(at, UUID.fromString(parts[1])));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String text() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "_" + id;
    }
}
