package io.vestibule.portal.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address, besides the main one, from which a person writes or wrote.
 *
 * @param address in the form of {@link People#normalized}
 * @param removedBy null as long as it counts
 */
public record PersonAddress(
        UUID id,
        UUID personId,
        String address,
        String addedBy,
        Instant addedAt,
        @Nullable String removedBy,
        @Nullable Instant removedAt) {

    public boolean counts() {
        return removedAt == null;
    }
}
