package io.vestibule.hub.console;

import org.jspecify.annotations.Nullable;

/**
 * What a person answers to the question whose something is.
 *
 * @param clientId of a client that was suggested
 * @param client name of a client, where it was typed; it counts before the id
 * @param contactEmail one of the client's people, none for whom the message names itself
 */
record ClientAnswer(
        @Nullable String clientId,
        @Nullable String client,
        @Nullable String contactEmail) {}
