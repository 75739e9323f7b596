package io.vestibule.hub.inbox;

import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message as pages show it. Fields shared with {@link InboxMessage} mean the same.
 *
 * @param dueAt when an open one is tried (again), or its lease ends; null = when the older ones of its key have ended
 * @param reason symbol of why it is in this state, null when there is nothing to say
 * @param result what an applied one became
 * @param duplicates how often the same news came again
 * @param trace the traceparent it belongs to, null when it came before there were any
 */
public record InboxRow(
        long id,
        String kind,
        String app,
        String account,
        String externalId,
        @Nullable String connection,
        String eventType,
        String orderingKey,
        long payloadId,
        @Nullable String event,
        Instant receivedAt,
        InboxState state,
        @Nullable Instant dueAt,
        Instant changedAt,
        int attempts,
        int replays,
        int duplicates,
        @Nullable String reason,
        @Nullable String detail,
        @Nullable String result,
        @Nullable String objectType,
        @Nullable String objectId,
        @Nullable String clientId,
        @Nullable String holdKey,
        List<Suggestion> suggestions,
        @Nullable Assignment assignment,
        Map<String, String> accepted,
        @Nullable String trace) {

    /** One change in the life of a message. {@code by}: who asked for it, null for the hub itself */
    public record Change(
            Instant at,
            InboxState state,
            @Nullable String reason,
            @Nullable String detail,
            @Nullable String by) {}

    /** As a handling would get it that began now. @param headers those kept with its original */
    public InboxMessage claimedNow(Map<String, String> headers) {
        return new InboxMessage(
                id,
                kind,
                app,
                account,
                externalId,
                connection,
                eventType,
                orderingKey,
                payloadId,
                event,
                headers,
                receivedAt,
                1,
                replays,
                assignment,
                accepted,
                UUID.randomUUID(),
                trace);
    }

    public boolean open() {
        return InboxState.OPEN.contains(state);
    }
}
