package io.vestibule.portal.request;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one of the firm's people wants done with entries of a request.
 *
 * @param entries which of them
 * @param version of the request that was looked at; refused when it went on since
 * @param consented people who may come to see what they can't see now
 */
public record Relocation(Goal goal, Set<UUID> entries, long version, Set<UUID> consented) {

    /** Where they go. */
    public sealed interface Goal {

        /** Into another request of the same client, by its number. */
        record Other(String number) implements Goal {}

        /**
         * Into a new one, which the first of them opens.
         *
         * @param requester of the client; null = who wrote the first of them
         */
        record Fresh(String subject, @Nullable UUID requester) implements Goal {}

        /** The whole request goes on as another one of the same client, whatever is marked. */
        record Merge(String number) implements Goal {}
    }
}
