package io.vestibule.portal.api;

import io.vestibule.portal.client.ChangePosition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a list of the API goes on: opaque to readers; first by {@code updatedSince}, then by the cursor. */
final class ListCursor {

    private ListCursor() {}

    /** @throws UnreadableQuery with words for the caller when either can't be read */
    static ChangePosition read(@Nullable String cursor, @Nullable String updatedSince) {
        try {
            if (cursor != null) {
                String[] parts = cursor.split("_", 2);
                return new ChangePosition(Instant.parse(parts[0]), UUID.fromString(parts[parts.length - 1]));
            }
            return ChangePosition.since(updatedSince == null ? Instant.EPOCH : Instant.parse(updatedSince));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new UnreadableQuery(
                    "cursor is not one of ours, or updatedSince is not a time like 2026-01-31T09:00:00Z.", e);
        }
    }

    static String text(ChangePosition position) {
        return position.at() + "_" + position.id();
    }
}
