package io.vestibule.hub.control.replay;

import io.vestibule.platform.database.Database;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Works off the running replays, called by the route {@code replay-messages}. Each call takes one portion of each run whose
 * time has come; a portion's time is taken by one node only. Each message is a transaction of its own that holds the run:
 * it is sent on its way and marked together, so a stop at any moment leaves none half done and takes none twice, and two
 * nodes take them one after the other in the order of receipt.
 */
@Component("replayWork")
public class ReplayWork {

    private static final Logger log = LoggerFactory.getLogger(ReplayWork.class);

    /** One for every five seconds, as often as the schedule calls. */
    private static final int PORTIONS_A_MINUTE = 12;

    private static final Set<String> APPLIED = Set.of("APPLIED", "SENT", "NOT_NEEDED");
    /** What was put away meanwhile had failed before. */
    private static final Set<String> FAILED = Set.of("REFUSED", "HELD", "DEAD", "PUT_AWAY");

    private final Database hubDatabase;
    private final ReplayQueues queues;

    ReplayWork(Database hubDatabase, ReplayQueues queues) {
        this.hubDatabase = hubDatabase;
        this.queues = queues;
    }

    /** On schedule. What can't be done now is done next time. */
    public void run() {
        try {
            portions().forEach(this::takePortion);
            withMessagesInWork().forEach(this::collect);
        } catch (DataAccessException e) {
            log.warn("Replays can't go on now; trying again. {}", e.getMessage());
        }
    }

    private record Portion(long run, int size) {}

    /** Moves on the time of the next portion before this one is begun: what a crash leaves undone of it is not caught up. */
    private List<Portion> portions() {
        return hubDatabase
                .sql("""
                        with due as (
                            select id, greatest(1, per_minute / :portions) as size from hub.replay_run
                            where state = 'RUNNING' and next_at <= clock_timestamp()
                            for update skip locked
                        )
                        update hub.replay_run r
                        set next_at = greatest(r.next_at, clock_timestamp() - interval '1 second')
                            + due.size * interval '1 minute' / r.per_minute
                        from due where r.id = due.id
                        returning r.id as run, due.size
                        """)
                .param("portions", PORTIONS_A_MINUTE)
                .query(Portion.class)
                .list();
    }

    private void takePortion(Portion portion) {
        boolean more = true;
        for (int taken = 0; more && taken < portion.size(); taken++) {
            more = hubDatabase.inTransaction(() -> takeNext(portion.run()));
        }
    }

    private record Running(Direction direction, String startedBy) {}

    /** @return false when the run was paused, cancelled or is through */
    private boolean takeNext(long run) {
        Optional<Running> running = hubDatabase
                .sql(
                        "select direction, started_by from hub.replay_run where id = :run and state = 'RUNNING' for update")
                .param("run", run)
                .query(Running.class)
                .optional();
        if (running.isEmpty()) {
            return false;
        }
        Optional<Long> message =
                hubDatabase.sql("""
                        select message from hub.replay_item where run = :run and state = 'WAITING'
                        order by message limit 1
                        """).param("run", run).query(Long.class).optional();
        message.ifPresent(id -> mark(
                run,
                id,
                queues.replay(running.get().direction(), id, running.get().startedBy())));
        return message.isPresent();
    }

    private void mark(long run, long message, Optional<Hindrance> hindrance) {
        hubDatabase
                .sql("""
                        update hub.replay_item set state = :state, outcome = :outcome
                        where run = :run and message = :message
                        """)
                .param("state", hindrance.isEmpty() ? "ASKED" : "SKIPPED")
                .param("outcome", hindrance.map(Enum::name).orElse(null))
                .param("run", run)
                .param("message", message)
                .update();
        hubDatabase
                .sql("""
                        update hub.replay_run set asked = asked + :asked, skipped = skipped + 1 - :asked,
                            state = case when asked + skipped + 1 = total then 'DONE' else state end,
                            ended_at = case when asked + skipped + 1 = total then clock_timestamp() end
                        where id = :run
                        """)
                .param("asked", hindrance.isEmpty() ? 1 : 0)
                .param("run", run)
                .update();
    }

    private record Started(long id, Direction direction) {}

    private List<Started> withMessagesInWork() {
        return hubDatabase
                .sql("select id, direction from hub.replay_run where asked > ended order by id")
                .query(Started.class)
                .list();
    }

    /** Notes how messages ended that are no longer on their way. */
    private void collect(Started run) {
        List<Long> inWork = hubDatabase
                .sql("select message from hub.replay_item where run = :run and state = 'ASKED'")
                .param("run", run.id())
                .query(Long.class)
                .list();
        Map<Long, String> ends = queues.ended(run.direction(), inWork);
        if (!ends.isEmpty()) {
            hubDatabase.inTransaction(() -> note(run.id(), ends));
        }
    }

    private void note(long run, Map<Long, String> ends) {
        List<String> noted = hubDatabase
                .sql("""
                        update hub.replay_item i set state = 'ENDED', outcome = e.outcome
                        from unnest(:messages, :outcomes) as e (message, outcome)
                        where i.run = :run and i.message = e.message and i.state = 'ASKED'
                        returning i.outcome
                        """)
                .param("run", run)
                .param("messages", ends.keySet().toArray(Long[]::new))
                .param("outcomes", ends.values().toArray(String[]::new))
                .query(String.class)
                .list();
        hubDatabase
                .sql("""
                        update hub.replay_run set ended = ended + :ended, applied = applied + :applied,
                            failed = failed + :failed
                        where id = :run
                        """)
                .param("ended", noted.size())
                .param("applied", count(noted, APPLIED))
                .param("failed", count(noted, FAILED))
                .param("run", run)
                .update();
    }

    private static long count(Collection<String> outcomes, Set<String> wanted) {
        return outcomes.stream().filter(wanted::contains).count();
    }
}
