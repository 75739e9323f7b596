package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Repository;

/**
 * Counts deliveries whose sender is proven and which could not be taken all the same, per app and minute. Nothing of them
 * is stored and their sender may give up, so the admins have to hear of each.
 */
@Repository
public class UntakenDeliveries {

    private final Database hubDatabase;

    UntakenDeliveries(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** What an app could not take. @param reason of the latest one, a sentence */
    public record Untaken(String app, long count, Instant since, String reason) {}

    /** @param reason a sentence without anything of the delivery's own */
    public void count(String app, String reason) {
        hubDatabase.sql("""
                        insert into hub.untaken_delivery (app, minute, untaken, reason)
                        values (:app, date_trunc('minute', clock_timestamp()), 1, :reason)
                        on conflict (app, minute) do update set untaken = hub.untaken_delivery.untaken + 1,
                            last_at = clock_timestamp(), reason = excluded.reason
                        """).param("app", app).param("reason", reason).update();
    }

    /** Per app, of the last hours. */
    public List<Untaken> within(Duration window) {
        return hubDatabase
                .sql("""
                        select app, sum(untaken)::bigint as count, min(first_at) as since,
                            (array_agg(reason order by minute desc))[1] as reason
                        from hub.untaken_delivery
                        where last_at > clock_timestamp() - make_interval(secs => :window)
                        group by app order by app
                        """)
                .param("window", window.toSeconds())
                .query((row, number) -> new Untaken(
                        row.getString("app"),
                        row.getLong("count"),
                        row.getTimestamp("since").toInstant(),
                        row.getString("reason")))
                .list();
    }
}
