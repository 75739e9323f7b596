package io.vestibule.hub.outbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries to list; a null or empty field lets all through.
 *
 * @param reasons symbols; the empty one stands for rows without a reason
 * @param text part of the target, purpose, reason or words; upper and lower case alike
 * @param clientId deliveries of one client only
 */
public record OutboxFilter(
        @Nullable OutboxState state,
        Set<String> reasons,
        @Nullable String channel,
        @Nullable String connection,
        @Nullable String clientId,
        @Nullable String text) {

    public static final OutboxFilter ALL = new OutboxFilter(null, null, null, null, null);

    public OutboxFilter(
            @Nullable OutboxState state,
            @Nullable String channel,
            @Nullable String connection,
            @Nullable String clientId,
            @Nullable String text) {
        this(state, Set.of(), channel, connection, clientId, text);
    }
}
