package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Repository;

/** How much is held for which reason and where it came in, for pages and for those who are told. Changes nothing. */
@Repository
public class HeldCensus {

    private final Database hubDatabase;

    HeldCensus(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /**
     * Messages that are alike.
     *
     * @param source the connection, or the app where none is known
     * @param recent of the count those held for a shorter time than the one asked about
     * @param old of the count those held for longer than the other one
     */
    public record Count(String reason, String source, long count, long recent, long old) {}

    /** The most first. */
    public List<Count> of(String kind, Duration recent, Duration old) {
        return hubDatabase
                .sql("""
                        select coalesce(reason, '') as reason, coalesce(connection, app) as source, count(*) as count,
                            count(*) filter (where changed_at > clock_timestamp() - make_interval(secs => :recent))
                                as recent,
                            count(*) filter (where changed_at < clock_timestamp() - make_interval(secs => :old)) as old
                        from hub.inbox_message where state = 'HELD' and kind = :kind
                        group by 1, 2 order by 3 desc, 1, 2
                        """)
                .param("kind", kind)
                .param("recent", recent.toSeconds())
                .param("old", old.toSeconds())
                .query(Count.class)
                .list();
    }
}
