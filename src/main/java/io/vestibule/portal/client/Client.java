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
 * @param language of mails to its people, null = the firm's
 * @param mailContent how much of a request mails carry, null = as the firm has it
 */
public record Client(
        UUID id,
        String name,
        List<String> domains,
        @Nullable UUID defaultOwner,
        @Nullable String team,
        @Nullable String teamAddress,
        @Nullable String language,
        @Nullable String mailContent,
        long version) {}
