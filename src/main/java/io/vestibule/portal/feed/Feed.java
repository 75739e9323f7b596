package io.vestibule.portal.feed;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Reads the feed from any kept position on. Only those who reach every client may: peers with the scope, and the portal
 * itself. Events are kept 90 days.
 */
@Repository
public class Feed {

    private static final int MOST = 500;
    private static final String KEPT = "90 days";

    /**
     * Some events, oldest first.
     *
     * @param nextCursor goes on after them; null when nothing was ever asked nor found
     * @param heldUpSince when the oldest event was recorded that can't be given out yet because an older transaction is
     *     still open; null while that is a matter of moments
     */
    public record Page(
            List<LoggedEvent> events,
            @Nullable String nextCursor,
            boolean more,
            @Nullable Instant heldUpSince) {}

    private final Database portalDatabase;

    Feed(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /**
     * The events after a cursor.
     *
     * @param after null = from the oldest that is kept
     * @throws IllegalArgumentException when it is not a cursor of this log
     */
    public Page read(Access access, @Nullable String after, int limit) {
        Position start = after == null ? Position.START : Position.of(after);
        int most = Math.clamp(limit, 1, MOST);
        if (!access.everyClient()) {
            return new Page(List.of(), after, false, null);
        }
        if (start.stamp() > horizon()) {
            throw new IllegalArgumentException("A cursor of what this log does not have; read it from its start");
        }
        List<LoggedEvent> found = after(start, most + 1);
        boolean more = found.size() > most;
        List<LoggedEvent> events = more ? found.subList(0, most) : found;
        return new Page(events, events.isEmpty() ? after : events.getLast().cursor(), more, heldUpSince());
    }

    private long horizon() {
        return portalDatabase
                .sql("select " + FeedClock.HORIZON)
                .query(Long.class)
                .single();
    }

    private @Nullable Instant heldUpSince() {
        return portalDatabase
                .sql("""
                        select recorded_at from (
                            select recorded_at from portal.feed_event where stamp >= %s
                            order by stamp, position limit 1) first
                        where recorded_at < clock_timestamp() - interval '1 minute'
                        """.formatted(FeedClock.HORIZON))
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .optional()
                .orElse(null);
    }

    List<LoggedEvent> after(Position start, int limit) {
        return portalDatabase
                .sql("select " + LoggedEvent.COLUMNS + """

                          from portal.feed_event e
                          where (e.stamp, e.position) > (:stamp, :position) and e.stamp < %s
                          order by e.stamp, e.position
                          limit :limit
                          """.formatted(FeedClock.HORIZON))
                .param("stamp", start.stamp())
                .param("position", start.position())
                .param("limit", limit)
                .query(LoggedEvent::map)
                .list();
    }

    /** Removes what is older than the feed promises to keep, in portions. Returns how many went. */
    int forgetOld() {
        return portalDatabase.sql("""
                        delete from portal.feed_event where id in (
                            select id from portal.feed_event e
                            where recorded_at < now() - :kept::interval
                              and not exists (select from portal.feed_backlog b where b.event_id = e.id)
                            order by recorded_at limit 5000)
                        """).param("kept", KEPT).update();
    }
}
