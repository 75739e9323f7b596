package io.vestibule.hub.control.replay;

import io.vestibule.hub.control.replay.BulkReplay.Order;
import io.vestibule.hub.control.replay.ReplayRun.Event;
import io.vestibule.hub.control.replay.ReplayRun.State;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.RetentionSettings;
import io.vestibule.platform.database.Tidying;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The replays of many messages: started here, looked at, paused, cancelled, and forgotten with old messages. */
@Repository("replayRuns")
public class ReplayRuns {

    private final Database hubDatabase;
    private final RetentionSettings retention;

    ReplayRuns(Database hubDatabase, RetentionSettings retention) {
        this.hubDatabase = hubDatabase;
        this.retention = retention;
    }

    /** The run and its whole set appear at once. */
    long start(Direction direction, Order order, List<Long> messages) {
        return hubDatabase.inTransaction(() -> {
            long run = hubDatabase
                    .sql("""
                            insert into hub.replay_run (direction, found, reason, per_minute, started_by, total)
                            values (:direction, :found, :reason, :perMinute, :by, :total) returning id
                            """)
                    .param("direction", direction.name())
                    .param("found", order.found())
                    .param("reason", order.reason())
                    .param("perMinute", order.perMinute())
                    .param("by", order.by())
                    .param("total", messages.size())
                    .query(Long.class)
                    .single();
            hubDatabase
                    .sql("insert into hub.replay_item (run, message) select :run, unnest(:messages)")
                    .param("run", run)
                    .param("messages", messages.toArray(Long[]::new))
                    .update();
            note(run, "started", order.by());
            return run;
        });
    }

    public Optional<ReplayRun> find(long id) {
        return hubDatabase
                .sql("select * from hub.replay_run where id = :id")
                .param("id", id)
                .query((row, number) -> run(row))
                .optional();
    }

    /** Newest first. @param before those older than this one; null for the newest */
    public List<ReplayRun> list(@Nullable Long before, int atMost) {
        return hubDatabase
                .sql("select * from hub.replay_run where id < :before order by id desc limit :atMost")
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("atMost", atMost)
                .query((row, number) -> run(row))
                .list();
    }

    /** Oldest first. */
    public List<Event> events(long id) {
        return hubDatabase
                .sql("select * from hub.replay_event where run = :id order by at")
                .param("id", id)
                .query((row, number) ->
                        new Event(row.getTimestamp("at").toInstant(), row.getString("what"), row.getString("who")))
                .list();
    }

    /** How many messages ended how, by the state's name, or were left as they were, by the name of the hindrance. */
    public Map<String, Long> outcomes(long id) {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        hubDatabase
                .sql("""
                        select outcome, count(*) as count from hub.replay_item
                        where run = :id and outcome is not null group by outcome order by count desc, outcome
                        """)
                .param("id", id)
                .query((row, number) -> outcomes.put(row.getString("outcome"), row.getLong("count")))
                .list();
        return outcomes;
    }

    /** Takes effect before the next message. False when it isn't running any more. */
    public boolean pause(long id, String by) {
        return change(id, "state = 'RUNNING'", State.PAUSED, by);
    }

    public boolean resume(long id, String by) {
        return change(id, "state = 'PAUSED'", State.RUNNING, by);
    }

    /** What was not taken yet stays as it is. False when there is nothing left to cancel. */
    public boolean cancel(long id, String by) {
        return change(id, "state in ('RUNNING', 'PAUSED')", State.CANCELLED, by);
    }

    private boolean change(long id, String from, State to, String by) {
        return hubDatabase.inTransaction(() -> {
            int changed = hubDatabase
                    .sql("""
                            update hub.replay_run set state = :to, next_at = clock_timestamp(),
                                ended_at = case when :to = 'CANCELLED' then clock_timestamp() end
                            where id = :id and """ + " " + from)
                    .param("to", to.name())
                    .param("id", id)
                    .update();
            if (changed > 0) {
                note(id, to == State.RUNNING ? "resumed" : to.name().toLowerCase(Locale.ROOT), by);
            }
            return changed > 0;
        });
    }

    private void note(long run, String what, String who) {
        hubDatabase
                .sql("insert into hub.replay_event (run, what, who) values (:run, :what, :who)")
                .param("run", run)
                .param("what", what)
                .param("who", who)
                .update();
    }

    /** Runs that ended when messages were removed that are as old. Called hourly by the route {@code tidy-hub}. */
    public void forget() {
        Tidying.older(hubDatabase, "replays", retention.messages(), """
                delete from hub.replay_run where id in (
                    select id from hub.replay_run
                    where ended_at < clock_timestamp() - make_interval(secs => :kept) limit 10)
                """);
    }

    private static ReplayRun run(ResultSet row) throws SQLException {
        Timestamp endedAt = row.getTimestamp("ended_at");
        return new ReplayRun(
                row.getLong("id"),
                Direction.valueOf(row.getString("direction")),
                row.getString("found"),
                row.getString("reason"),
                row.getInt("per_minute"),
                row.getString("started_by"),
                row.getTimestamp("started_at").toInstant(),
                State.valueOf(row.getString("state")),
                endedAt == null ? null : endedAt.toInstant(),
                row.getLong("total"),
                row.getLong("asked"),
                row.getLong("skipped"),
                row.getLong("ended"),
                row.getLong("applied"),
                row.getLong("failed"));
    }
}
