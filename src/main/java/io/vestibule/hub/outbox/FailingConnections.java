package io.vestibule.hub.outbox;

import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which connections fail again and again. A vendor that failed for ten minutes is paused: its queue is kept and tried
 * every five minutes, instead of each row using up its attempts; the first success lets the whole queue go on.
 */
@Component
class FailingConnections implements DeliveryListener, OutboxGate {

    static final Duration TOO_LONG = Duration.ofMinutes(10);
    private static final Duration BETWEEN_PROBES = Duration.ofMinutes(5);

    private final Database hubDatabase;
    private final Outbox outbox;

    FailingConnections(Database hubDatabase, Outbox outbox) {
        this.hubDatabase = hubDatabase;
        this.outbox = outbox;
    }

    /** @param words the other side's own, null when it said nothing */
    record Failing(
            String connection,
            Instant since,
            int failures,
            String reason,
            @Nullable String words,
            boolean paused) {}

    @Override
    public void ended(OutboxMessage message, Outcome outcome) {
        String connection = message.draft().connection();
        switch (outcome) {
            case Outcome.Sent sent -> works(connection);
            case Outcome.NotNeeded none -> {
                if (none.reason().equals(VendorDelivery.ALREADY_THERE)) {
                    works(connection);
                }
            }
            case Outcome.Refused refused -> {
                if (refused.answered()) {
                    works(connection);
                }
            }
            case Outcome.Retry retry -> fails(message, retry);
            case Outcome.NotYet notYet -> {}
            case Outcome.Cancelled cancelled -> {}
            case Outcome.Stopped stopped -> {}
        }
        forgetWithoutQueue(connection);
    }

    /** With nothing left to try nobody would ever hear of a success. */
    private void forgetWithoutQueue(String connection) {
        hubDatabase.sql("""
                        delete from hub.failing_connection
                        where connection = :connection and not exists (
                            select 1 from hub.outbox_message where connection = :connection and finished_at is null)
                        """).param("connection", connection).update();
    }

    private void works(String connection) {
        int failedBefore = hubDatabase
                .sql("delete from hub.failing_connection where connection = :connection")
                .param("connection", connection)
                .update();
        if (failedBefore > 0) {
            outbox.release(List.of(connection));
        }
    }

    private void fails(OutboxMessage message, Outcome.Retry retry) {
        boolean pausable = message.draft().channel().equals(VendorDelivery.CHANNEL);
        hubDatabase
                .sql("""
                        insert into hub.failing_connection as f (connection, reason, words)
                        values (:connection, :reason, :words)
                        on conflict (connection) do update
                        set failures = f.failures + 1, reason = excluded.reason, words = excluded.words,
                            probe_at = case
                                when :pausable and f.failing_since < clock_timestamp() - :tooLong * interval '1 second'
                                then clock_timestamp() + :between * interval '1 second' end
                        """)
                .param("connection", message.draft().connection())
                .param("reason", retry.reason())
                .param("words", retry.words())
                .param("pausable", pausable)
                .param("tooLong", TOO_LONG.toSeconds())
                .param("between", BETWEEN_PROBES.toSeconds())
                .update();
    }

    @Override
    public Collection<String> closed() {
        return hubDatabase
                .sql("select connection from hub.failing_connection where probe_at > clock_timestamp()")
                .query(String.class)
                .list();
    }

    /** Those that failed for too long without a success in between. */
    List<Failing> tooLong() {
        return hubDatabase
                .sql("""
                        select * from hub.failing_connection
                        where failing_since < clock_timestamp() - :tooLong * interval '1 second'
                        """)
                .param("tooLong", TOO_LONG.toSeconds())
                .query((row, number) -> new Failing(
                        row.getString("connection"),
                        OutboxRows.time(row, "failing_since"),
                        row.getInt("failures"),
                        row.getString("reason"),
                        row.getString("words"),
                        OutboxRows.timeOrNull(row, "probe_at") != null))
                .list();
    }
}
