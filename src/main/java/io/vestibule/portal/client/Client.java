package io.vestibule.portal.client;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A company that the firm serves.
 *
 * @param domains mail domains that are its own
 * @param defaultOwner person of the firm who gets its new requests
 * @param teamAddress mailbox of the team, used where nobody owns a request
 */
public record Client(
        UUID id,
        String name,
        List<String> domains,
        @Nullable UUID defaultOwner,
        @Nullable String team,
        @Nullable String teamAddress,
        long version) {}
