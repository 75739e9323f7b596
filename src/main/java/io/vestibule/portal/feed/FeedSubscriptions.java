package io.vestibule.portal.feed;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.feed.FeedPost.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Remembers how far each subscriber is, and which events it did not take yet. A node works for a subscriber only while it
 * holds the lease, and stores results only where it still does. Times are the database's.
 */
@Component
class FeedSubscriptions {

    private static final int PORTION = 200;
    private static final String LONGEST_PAUSE = "5 minutes";
    private static final String LONGEST_ABSENCE = "30 seconds";

    private final Database portalDatabase;
    private final UUID node = UUID.randomUUID();

    FeedSubscriptions(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** A new subscriber starts with the oldest event that is kept. False: it was known. */
    boolean register(String subscriber) {
        return portalDatabase
                        .sql("insert into portal.feed_subscriber (name) values (?) on conflict do nothing")
                        .param(subscriber)
                        .update()
                == 1;
    }

    /**
     * Takes the lease, or makes sure that it lasts longer than a round; only that is written. Empty: another node works for
     * this subscriber, or it is not its time yet, or nobody knows it.
     */
    Optional<Position> claim(String subscriber) {
        return portalDatabase
                .sql("""
                        with written as (
                            update portal.feed_subscriber
                            set lease_token = :node, lease_until = now() + interval '90 seconds'
                            where name = :name and next_at <= now() and (lease_until < now()
                                or lease_token = :node and lease_until < now() + interval '60 seconds')
                            returning stamp, position)
                        select stamp, position from written
                        union all
                        select stamp, position from portal.feed_subscriber
                        where name = :name and next_at <= now()
                          and lease_token = :node and lease_until >= now() + interval '60 seconds'
                        """)
                .param("node", node)
                .param("name", subscriber)
                .query((row, number) -> new Position(row.getLong("stamp"), row.getLong("position")))
                .optional();
    }

    /** Events that wait for another try, whose object's oldest one is due; in order. */
    List<LoggedEvent> due(String subscriber) {
        return portalDatabase
                .sql("select " + LoggedEvent.COLUMNS + """

                          from portal.feed_backlog b join portal.feed_event e on e.id = b.event_id
                          where b.subscriber = :name and (b.object_type, b.object_id) in (
                              select object_type, object_id from (
                                  select distinct on (object_type, object_id) object_type, object_id, next_at
                                  from portal.feed_backlog where subscriber = :name
                                  order by object_type, object_id, stamp, position) oldest
                              where next_at <= clock_timestamp())
                          order by b.stamp, b.position limit :limit
                          """)
                .param("name", subscriber)
                .param("limit", PORTION)
                .query(LoggedEvent::map)
                .list();
    }

    /** Which of these objects have events that wait: the later ones go behind them. */
    Set<UUID> waitingObjects(String subscriber) {
        return portalDatabase
                .sql("select distinct object_id from portal.feed_backlog where subscriber = ?")
                .param(subscriber)
                .query(UUID.class)
                .list()
                .stream()
                .collect(Collectors.toSet());
    }

    /** Stores a round: what was taken is done, the rest waits, the position moves. False: the lease was lost. */
    boolean store(String subscriber, Position reached, Map<LoggedEvent, Result> results) {
        return portalDatabase.inTransaction(() -> {
            if (!advance(subscriber, reached, taken(results))) {
                return false;
            }
            results.forEach((event, result) -> {
                if (!result.taken()) {
                    keep(subscriber, event, result);
                }
            });
            return true;
        });
    }

    private static String[] taken(Map<LoggedEvent, Result> results) {
        return results.entrySet().stream()
                .filter(entry -> entry.getValue().taken())
                .map(entry -> entry.getKey().id().toString())
                .toArray(String[]::new);
    }

    private boolean advance(String subscriber, Position reached, String[] taken) {
        return portalDatabase
                .sql("""
                        with advanced as (
                            update portal.feed_subscriber
                            set stamp = :stamp, position = :position,
                                failures = 0, failing_since = null, problem = null
                            where name = :name and lease_token = :node
                            returning name
                        ), gone as (
                            delete from portal.feed_backlog b using advanced
                            where b.subscriber = advanced.name and b.event_id = any(:taken::uuid[]))
                        select exists (select from advanced)
                        """)
                .param("stamp", reached.stamp())
                .param("position", reached.position())
                .param("name", subscriber)
                .param("node", node)
                .param("taken", taken)
                .query(Boolean.class)
                .single();
    }

    /** An event that was tried waits longer each time; one behind it only waits for its turn. */
    private void keep(String subscriber, LoggedEvent event, Result result) {
        int tried = result.equals(Result.NOT_TRIED) ? 0 : 1;
        portalDatabase
                .sql("""
                        insert into portal.feed_backlog as b
                            (subscriber, event_id, stamp, position, object_type, object_id, attempts, next_at, problem)
                        select :name, e.id, e.stamp, e.position, e.object_type, e.object_id, :tried,
                               clock_timestamp() + make_interval(secs => :tried), :problem
                        from portal.feed_event e where e.id = :event
                        on conflict (subscriber, event_id) do update
                        set attempts = b.attempts + :tried, problem = excluded.problem,
                            next_at = clock_timestamp() + :tried * least(:longest::interval,
                                          make_interval(secs => power(2, least(b.attempts, 10))))
                        """)
                .param("name", subscriber)
                .param("event", event.id())
                .param("tried", tried)
                .param("problem", result.words())
                .param("longest", LONGEST_PAUSE)
                .update();
    }

    /** The subscriber is away: nothing moves, and the next try waits longer each time. Returns how often it failed. */
    int away(String subscriber, String problem) {
        return portalDatabase
                .sql("""
                        update portal.feed_subscriber
                        set failures = failures + 1, problem = :problem,
                            failing_since = coalesce(failing_since, clock_timestamp()),
                            next_at = clock_timestamp() + least(:longest::interval,
                                          make_interval(secs => power(2, least(failures, 10)) / 2))
                        where name = :name and lease_token = :node
                        returning failures
                        """)
                .param("name", subscriber)
                .param("node", node)
                .param("problem", problem)
                .param("longest", LONGEST_ABSENCE)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /** Gives the lease back, so that another node takes over at once. */
    void release() {
        portalDatabase
                .sql("update portal.feed_subscriber set lease_until = clock_timestamp() where lease_token = ?")
                .param(node)
                .update();
    }
}
