package io.vestibule.hub.outbox;

import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which connections fail again and again, and the breaker of each: after {@link #ENOUGH} of a vendor's rows in a row got no
 * answer it is left alone. Its rows keep waiting without an attempt, and one at a time is tried, after pauses that grow.
 * The first answer lets the whole queue go on, each row before its time and without losing an attempt. All of it stands in
 * the database: every node keeps to it, also after a restart.
 */
@Component
public class FailingConnections implements DeliveryListener {

    static final Duration TOO_LONG = Duration.ofMinutes(10);

    /** Different rows: one that always fails is its own object's trouble, and has its own pauses. */
    static final int ENOUGH = 5;

    /** What says that nobody is there, or that the whole of it is broken; a limit of calls is an answer. */
    private static final Set<String> NO_ANSWER = Set.of(
            "connection-timeout",
            "connection-refused",
            "connection-reset",
            "dns-failure",
            "failed-tls",
            "vendor-busy",
            "not-json");

    /** What may be over as soon as the connection is heard of; a limit of calls is not. */
    private static final Set<String> PERHAPS_OVER =
            Stream.concat(NO_ANSWER.stream(), Stream.of("smtp-later")).collect(Collectors.toUnmodifiableSet());

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
            boolean leftAlone) {}

    /**
     * A connection that is left alone.
     *
     * @param waiting open rows
     * @param nextTry how long until one of them is tried; zero = now
     */
    public record LeftAlone(String connection, Instant since, long waiting, Duration nextTry) {}

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

    /** It was heard of by another way, e.g. a record was fetched. */
    public void answered(String connection) {
        works(connection);
    }

    /** With nothing left to try nobody would ever hear of a success. */
    private void forgetWithoutQueue(String connection) {
        hubDatabase.sql("""
                        delete from hub.failing_connection
                        where connection = :connection and not exists (
                            select 1 from hub.outbox_message where connection = :connection and finished_at is null)
                        """).param("connection", connection).update();
    }

    /** Looked at before it is locked: nearly always nothing is noted of a connection that works. */
    private void works(String connection) {
        boolean noted = hubDatabase
                .sql("select exists (select from hub.failing_connection where connection = :connection)")
                .param("connection", connection)
                .query(Boolean.class)
                .single();
        if (noted) {
            hubDatabase.inTransaction(() -> goOn(connection));
            outbox.bell().ring();
        }
    }

    /** A failure that comes in meanwhile waits, and is the first of a new row of them. */
    private void goOn(String connection) {
        hubDatabase
                .sql("""
                        delete from hub.failing_connection where connection = :connection
                        returning opened_at is not null
                        """)
                .param("connection", connection)
                .query(Boolean.class)
                .optional()
                .ifPresent(leftAlone -> outbox.hasten(connection, PERHAPS_OVER, leftAlone));
    }

    private void fails(OutboxMessage message, Outcome.Retry retry) {
        String connection = message.draft().connection();
        boolean counts = message.draft().channel().equals(VendorDelivery.CHANNEL) && NO_ANSWER.contains(retry.reason());
        hubDatabase.inTransaction(() -> {
            note(message, retry, counts);
            postpone(connection, retry);
        });
    }

    private void note(OutboxMessage message, Outcome.Retry retry, boolean counts) {
        hubDatabase
                .sql("""
                        insert into hub.failing_connection as f (connection, reason, words, unanswered, last_message)
                        values (:connection, :reason, :words, case when :counts then 1 else 0 end, :message)
                        on conflict (connection) do update
                        set failures = f.failures + 1, reason = excluded.reason, words = excluded.words,
                            last_message = excluded.last_message,
                            unanswered = case when not :counts then 0
                                when f.last_message = excluded.last_message then f.unanswered
                                else f.unanswered + 1 end
                        """)
                .param("connection", message.draft().connection())
                .param("reason", retry.reason())
                .param("words", retry.words())
                .param("counts", counts)
                .param("message", message.id())
                .update();
    }

    /** Opens the breaker, or puts off the next probe after one that failed; late answers to older calls change nothing. */
    private void postpone(String connection, Outcome.Retry retry) {
        hubDatabase
                .sql("""
                        select case when opened_at is null then 0 else probes + 1 end from hub.failing_connection
                        where connection = :connection
                        and case when opened_at is null then unanswered >= :enough else probe_at <= clock_timestamp() end
                        for update
                        """)
                .param("connection", connection)
                .param("enough", ENOUGH)
                .query(Integer.class)
                .optional()
                .ifPresent(probes -> leaveAlone(connection, probes, ProbePauses.after(probes, retry.after())));
    }

    private void leaveAlone(String connection, int probes, Duration pause) {
        hubDatabase
                .sql("""
                        update hub.failing_connection
                        set opened_at = coalesce(opened_at, clock_timestamp()), probes = :probes,
                            probe_at = clock_timestamp() + :pause * interval '1 millisecond'
                        where connection = :connection
                        """)
                .param("connection", connection)
                .param("probes", probes)
                .param("pause", pause.toMillis())
                .update();
    }

    /** Tries one row as soon as none is on its way. False: the connection is not left alone. */
    public boolean tryNow(String connection) {
        int hastened = hubDatabase.sql("""
                        update hub.failing_connection set probe_at = clock_timestamp()
                        where connection = :connection and opened_at is not null
                        """).param("connection", connection).update();
        outbox.bell().ring();
        return hastened > 0;
    }

    /** Those that are left alone now. */
    public List<LeftAlone> leftAlone() {
        return hubDatabase.sql("""
                        select f.connection, f.failing_since, greatest(0, extract(epoch from f.probe_at - clock_timestamp())) as pause,
                            (select count(*) from hub.outbox_message m
                                where m.connection = f.connection and m.finished_at is null) as waiting
                        from hub.failing_connection f where f.opened_at is not null order by f.connection
                        """).query(FailingConnections::row).list();
    }

    /** How this one is left alone; empty when it is not. */
    public Optional<LeftAlone> leftAlone(String connection) {
        return hubDatabase
                .sql("""
                        select connection, failing_since, greatest(0, extract(epoch from probe_at - clock_timestamp())) as pause,
                            0 as waiting
                        from hub.failing_connection where opened_at is not null and connection = :connection
                        """)
                .param("connection", connection)
                .query(FailingConnections::row)
                .optional();
    }

    private static LeftAlone row(ResultSet row, int number) throws SQLException {
        return new LeftAlone(
                row.getString("connection"),
                OutboxRows.time(row, "failing_since"),
                row.getLong("waiting"),
                Duration.ofMillis(Math.round(row.getDouble("pause") * 1000)));
    }

    /**
     * Those that failed for too long without a success in between, and have something left to deliver: a process that ends
     * between its last delivery and {@link #forgetWithoutQueue} leaves the note of it behind.
     */
    List<Failing> tooLong() {
        return hubDatabase
                .sql("""
                        select * from hub.failing_connection f
                        where failing_since < clock_timestamp() - :tooLong * interval '1 second'
                          and exists (select from hub.outbox_message m
                                      where m.connection = f.connection and m.finished_at is null)
                        """)
                .param("tooLong", TOO_LONG.toSeconds())
                .query((row, number) -> new Failing(
                        row.getString("connection"),
                        OutboxRows.time(row, "failing_since"),
                        row.getInt("failures"),
                        row.getString("reason"),
                        row.getString("words"),
                        OutboxRows.timeOrNull(row, "opened_at") != null))
                .list();
    }
}
