package io.vestibule.portal.feed;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access;
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

    /** Some events, oldest first. {@code nextCursor} goes on after them; null when nothing was ever asked nor found. */
    public record Page(List<LoggedEvent> events, @Nullable String nextCursor, boolean more) {}

    private final Database portalDatabase;

    Feed(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /**
     * The events after a cursor.
     *
     * @param after null = from the oldest that is kept
     * @throws IllegalArgumentException when it is not a cursor
     */
    public Page read(Access access, @Nullable String after, int limit) {
        Position start = after == null ? Position.START : Position.of(after);
        int most = Math.clamp(limit, 1, MOST);
        if (!access.everyClient()) {
            return new Page(List.of(), after, false);
        }
        List<LoggedEvent> found = after(start, most + 1);
        boolean more = found.size() > most;
        List<LoggedEvent> events = more ? found.subList(0, most) : found;
        return new Page(events, events.isEmpty() ? after : events.getLast().cursor(), more);
    }

    List<LoggedEvent> after(Position start, int limit) {
        return portalDatabase
                .sql("select " + LoggedEvent.COLUMNS + """

                          from portal.feed_event e
                          where (e.xid, e.position) > (:xid::xid8, :position)
                            and e.xid < pg_snapshot_xmin(pg_current_snapshot())
                          order by e.xid, e.position
                          limit :limit
                          """)
                .param("xid", start.xid())
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
