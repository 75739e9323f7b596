package io.vestibule.hub.outbox;

import org.jspecify.annotations.Nullable;

/**
 * Which deliveries to list; a null field lets all through.
 *
 * @param text part of the target, purpose, reason or words; upper and lower case alike
 * @param clientId deliveries of one client only
 */
public record OutboxFilter(
        @Nullable OutboxState state,
        @Nullable String channel,
        @Nullable String connection,
        @Nullable String clientId,
        @Nullable String text) {

    public static final OutboxFilter ALL = new OutboxFilter(null, null, null, null, null);
}
