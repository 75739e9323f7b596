package io.vestibule.hub.inbox;

import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
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

    /** What {@link #read} needs of a message {@code m}; one that is in work has a claim. */
    static final String COLUMNS =
            "m.*, (select c.held_until from hub.inbox_claim c where c.message_id = m.id) as held_until";

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
                0,
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

    /** @param row with the {@link #COLUMNS} */
    static InboxRow read(ResultSet row) throws SQLException {
        Timestamp leaseEnd = row.getTimestamp("held_until");
        Instant heldUntil = leaseEnd == null ? null : leaseEnd.toInstant();
        return new InboxRow(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("app"),
                row.getString("account"),
                row.getString("external_id"),
                row.getString("connection"),
                row.getString("event_type"),
                row.getString("ordering_key"),
                row.getLong("payload_id"),
                row.getString("event"),
                row.getTimestamp("received_at").toInstant(),
                heldUntil == null ? InboxState.valueOf(row.getString("state")) : InboxState.PROCESSING,
                heldUntil == null ? WaitingBehind.dueAt(row) : heldUntil,
                row.getTimestamp("changed_at").toInstant(),
                row.getInt("attempts"),
                row.getInt("replays"),
                row.getInt("duplicates"),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("result"),
                row.getString("object_type"),
                row.getString("object_id"),
                row.getString("client_id"),
                row.getString("hold_key"),
                InboxJson.readSuggestions(row.getString("suggestions")),
                InboxClaims.assignment(row),
                InboxClaims.accepted(row),
                row.getString("trace"));
    }
}
