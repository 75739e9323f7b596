package io.vestibule.portal.feed;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** How far the subscribers of the feed are behind, for health pages and metrics. */
@Repository
public class FeedHealth {

    /**
     * How one subscriber stands.
     *
     * @param waiting events it has not taken, counted up to 100,000
     * @param behind age of the oldest of them, zero when there is none
     * @param problem its last words while it is away, else null
     */
    public record Lag(
            String subscriber,
            long waiting,
            Duration behind,
            @Nullable String problem) {}

    private static final String LAG = """
            select s.name, s.problem,
                   fresh.waiting + late.waiting waiting,
                   coalesce(extract(epoch from clock_timestamp() - least(fresh.oldest, late.oldest)), 0) seconds
            from portal.feed_subscriber s,
                 lateral (select count(*) waiting, min(recorded_at) oldest
                          from (select e.recorded_at from portal.feed_event e
                                where (e.stamp, e.position) > (s.stamp, s.position)
                                order by e.stamp, e.position limit 100000) first) fresh,
                 lateral (select count(*) waiting, min(e.recorded_at) oldest
                          from portal.feed_backlog b join portal.feed_event e on e.id = b.event_id
                          where b.subscriber = s.name) late
            order by s.name
            """;

    private final Database portalDatabase;

    FeedHealth(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** Empty for those who don't reach every client. */
    public List<Lag> lags(Access access) {
        if (!access.everyClient()) {
            return List.of();
        }
        return portalDatabase
                .sql(LAG)
                .query((row, number) -> new Lag(
                        row.getString("name"),
                        row.getLong("waiting"),
                        Duration.ofMillis((long) (row.getDouble("seconds") * 1000)),
                        row.getString("problem")))
                .list();
    }
}
