package io.vestibule.hub.inbox;

import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the end of one handling into its row and history, in the transaction of {@link Inbox#record}; only while the
 * row still carries the claim.
 */
final class InboxResult {

    private final Database database;
    private final InboxMessage message;
    private final Handling handling;

    InboxResult(Database database, InboxMessage message, Handling handling) {
        this.database = database;
        this.message = message;
        this.handling = handling;
    }

    /** Column values that differ by outcome; what is null stays empty in the row. */
    private record Values(
            InboxState state,
            @Nullable String reason,
            @Nullable String detail,
            Handling.@Nullable Applied applied,
            @Nullable String holdKey,
            List<Suggestion> suggestions,
            Duration delay) {

        static Values of(InboxState state, @Nullable String reason, @Nullable String detail) {
            return new Values(state, reason, detail, null, null, List.of(), Duration.ZERO);
        }
    }

    boolean store() {
        Values values = values();
        Handling.Applied applied = values.applied();
        int updated = database.sql("""
                        update hub.inbox_message set state = :state, reason = :reason, detail = :detail,
                            result = :result, object_type = coalesce(:objectType, object_type),
                            object_id = coalesce(:objectId, object_id), client_id = coalesce(:client, client_id),
                            hold_key = :holdKey, suggestions = cast(:suggestions as jsonb), claim = null,
                            due_at = clock_timestamp() + make_interval(secs => :delay),
                            changed_at = clock_timestamp()
                        where id = :id and claim = :claim and state = 'PROCESSING'
                        """)
                .param("state", values.state().name())
                .param("reason", values.reason())
                .param("detail", InboxJson.cleanOrNull(values.detail()))
                .param("result", applied == null ? null : applied.result())
                .param("objectType", applied == null ? null : applied.objectType())
                .param("objectId", applied == null ? null : applied.objectId())
                .param("client", applied == null ? null : applied.clientId())
                .param("holdKey", values.holdKey())
                .param("suggestions", InboxJson.write(values.suggestions()))
                .param("delay", values.delay().toMillis() / 1000.0)
                .param("id", message.id())
                .param("claim", message.claim())
                .update();
        if (updated == 1) {
            note(values);
        }
        return updated == 1;
    }

    private Values values() {
        return switch (handling) {
            case Handling.Applied applied ->
                new Values(InboxState.APPLIED, null, null, applied, null, List.of(), Duration.ZERO);
            case Handling.Ignored ignored -> Values.of(InboxState.IGNORED, ignored.reason(), ignored.detail());
            case Handling.Refused refused -> Values.of(InboxState.REFUSED, refused.reason(), refused.detail());
            case Handling.Held held ->
                new Values(
                        InboxState.HELD,
                        held.reason(),
                        held.detail(),
                        null,
                        held.holdKey(),
                        held.suggestions(),
                        Duration.ZERO);
            case Handling.Dead dead -> Values.of(InboxState.DEAD, dead.reason(), dead.detail());
            case Handling.Retry retry -> retryOrGiveUp(retry);
        };
    }

    private Values retryOrGiveUp(Handling.Retry retry) {
        if (RetrySchedule.usedUp(retry.reason(), age())) {
            String detail = retry.detail() == null ? "" : retry.detail();
            return Values.of(
                    InboxState.DEAD,
                    retry.reason(),
                    "%s (given up after %d days; replay it when the cause is gone)"
                            .formatted(detail, RetrySchedule.GIVE_UP.toDays())
                            .strip());
        }
        Duration delay = RetrySchedule.delay(message.attempts(), retry.after());
        return new Values(InboxState.RETRY, retry.reason(), retry.detail(), null, null, List.of(), delay);
    }

    private Duration age() {
        double seconds = database.sql(
                        "select extract(epoch from clock_timestamp() - open_since) from hub.inbox_message where id = :id")
                .param("id", message.id())
                .query(Double.class)
                .single();
        return Duration.ofMillis((long) (seconds * 1000));
    }

    private void note(Values values) {
        Handling.Applied applied = values.applied();
        database.sql("""
                        insert into hub.inbox_event (message_id, state, reason, detail)
                        values (:id, :state, :reason, :detail)
                        """)
                .param("id", message.id())
                .param("state", values.state().name())
                .param("reason", values.reason())
                .param("detail", InboxJson.cleanOrNull(applied == null ? values.detail() : applied.result()))
                .update();
    }
}
