package io.vestibule.hub.mail.mailbox;

import io.vestibule.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Who watches which mailbox, and how far. A mailbox is watched by one node at a time, under a lease on the database's
 * clock. Read by the health page and the alerts.
 */
@Repository
public class MailboxWatches {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private static final String WATCH = """
            select connection, last_success, failing_since, failure
            from hub.mailbox_watch\s""";

    private final Database hubDatabase;

    MailboxWatches(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /**
     * How watching a mailbox goes.
     *
     * @param lastSuccess last look that worked
     * @param failingSince null while it works
     * @param failure what the server said, null while it works
     */
    public record Watch(
            String connection,
            @Nullable Instant lastSuccess,
            @Nullable Instant failingSince,
            @Nullable String failure) {}

    public Optional<Watch> find(String connection) {
        return hubDatabase
                .sql(WATCH + "where connection = :connection")
                .param("connection", connection)
                .query((row, number) -> watch(row))
                .optional();
    }

    /** Whether the last look failed: others who would sign in there leave it alone, which may lock the account. */
    boolean isFailing(String connection) {
        return find(connection).filter(watch -> watch.failingSince() != null).isPresent();
    }

    /** Those in which every look failed for longer than that. */
    List<Watch> failing(Duration tooLong) {
        return hubDatabase
                .sql(WATCH + "where failing_since < clock_timestamp() - make_interval(secs => :tooLong)")
                .param("tooLong", tooLong.toSeconds())
                .query((row, number) -> watch(row))
                .list();
    }

    /** How many seconds ago a look into each of these mailboxes worked, counted from its connecting until the first did. */
    Map<String, Double> ages(List<String> connections) {
        Map<String, Double> ages = new HashMap<>();
        hubDatabase
                .sql("""
                        select connection,
                            extract(epoch from clock_timestamp() - coalesce(last_success, watched_since)) as age
                        from hub.mailbox_watch where connection = any(:connections)
                        """)
                .param("connections", connections.toArray(String[]::new))
                .query(row -> {
                    ages.put(row.getString("connection"), row.getDouble("age"));
                });
        return ages;
    }

    private static Watch watch(ResultSet row) throws SQLException {
        return new Watch(
                row.getString("connection"),
                instant(row.getTimestamp("last_success")),
                instant(row.getTimestamp("failing_since")),
                row.getString("failure"));
    }

    /** Those of the mailboxes that this node may watch for the next seconds. */
    List<String> hold(List<String> connections, UUID node) {
        return connections.stream().filter(name -> hold(name, node)).toList();
    }

    private boolean hold(String connection, UUID node) {
        return hubDatabase
                        .sql("""
                                insert into hub.mailbox_watch as watch (connection, holder, held_until)
                                values (:connection, :node, clock_timestamp() + make_interval(secs => :lease))
                                on conflict (connection) do update
                                set holder = excluded.holder, held_until = excluded.held_until
                                where watch.holder is null or watch.holder = excluded.holder
                                   or watch.held_until < clock_timestamp()
                                """)
                        .param("connection", connection)
                        .param("node", node)
                        .param("lease", LEASE.toSeconds())
                        .update()
                > 0;
    }

    /** Lets other nodes take over at once. */
    void letGo(UUID node) {
        hubDatabase
                .sql("update hub.mailbox_watch set holder = null, held_until = null where holder = :node")
                .param("node", node)
                .update();
    }

    void succeeded(String connection, boolean complete) {
        hubDatabase
                .sql("""
                        update hub.mailbox_watch
                        set last_success = clock_timestamp(), failing_since = null, failure = null,
                            complete_at = case when :complete then clock_timestamp() else complete_at end
                        where connection = :connection
                        """)
                .param("connection", connection)
                .param("complete", complete)
                .update();
    }

    void failed(String connection, String words) {
        hubDatabase
                .sql("""
                        update hub.mailbox_watch
                        set failing_since = coalesce(failing_since, clock_timestamp()), failure = :words
                        where connection = :connection
                        """)
                .param("connection", connection)
                .param("words", words)
                .update();
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
