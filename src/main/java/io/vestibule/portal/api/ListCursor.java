package io.vestibule.portal.api;

import io.vestibule.portal.client.ChangePosition;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a list of the API goes on: opaque to readers; first by {@code updatedSince}, then by the cursor. A change is dated
 * when it is made and seen when it is committed, so a list begins a while before the time that was asked for: it repeats
 * some rows and misses none, not even those that came behind an earlier list's cursor.
 */
final class ListCursor {

    /** Longer than any transaction of the portal stays open. */
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private ListCursor() {}

    /** @throws UnreadableQuery with words for the caller when either can't be read */
    static ChangePosition read(@Nullable String cursor, @Nullable String updatedSince) {
        try {
            if (cursor != null) {
                String[] parts = cursor.split("_", 2);
                return new ChangePosition(time(parts[0]), UUID.fromString(parts[parts.length - 1]));
            }
            return ChangePosition.since(
                    updatedSince == null ? EARLIEST : time(updatedSince).minus(OVERLAP));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new UnreadableQuery(
                    "cursor is not one of ours, or updatedSince is not a time like 2026-01-31T09:00:00Z.", e);
        }
    }

    /** Every change lies between these, and the database can't hold all that Java can. */
    private static Instant time(String text) {
        Instant time = Instant.parse(text);
        return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    }

    static String text(ChangePosition position) {
        return position.at() + "_" + position.id();
    }
}
