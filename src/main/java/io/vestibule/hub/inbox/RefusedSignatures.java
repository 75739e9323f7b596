package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Repository;

/**
 * Counts deliveries that did not prove who sent them, per app and hour. They are never stored, but a wrong key must be
 * seen: "37 refused since 09:12: check the key".
 */
@Repository
public class RefusedSignatures {

    private final Database hubDatabase;

    RefusedSignatures(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** @param reason of the latest one */
    public record Refusals(String app, long refused, Instant since, Instant latest, String reason) {}

    public void count(String app, String reason) {
        hubDatabase.sql("""
                        insert into hub.refused_signature (app, hour, refused, reason)
                        values (:app, date_trunc('hour', clock_timestamp()), 1, :reason)
                        on conflict (app, hour) do update set refused = hub.refused_signature.refused + 1,
                            last_at = clock_timestamp(), reason = excluded.reason
                        """).param("app", app).param("reason", reason).update();
    }

    /** Per app, of the last hours. */
    public List<Refusals> within(Duration window) {
        return hubDatabase
                .sql("""
                        select app, sum(refused)::bigint as refused, min(first_at) as since, max(last_at) as latest,
                            (array_agg(reason order by hour desc))[1] as reason
                        from hub.refused_signature
                        where last_at > clock_timestamp() - make_interval(secs => :window)
                        group by app order by app
                        """)
                .param("window", window.toSeconds())
                .query((row, number) -> new Refusals(
                        row.getString("app"),
                        row.getLong("refused"),
                        row.getTimestamp("since").toInstant(),
                        row.getTimestamp("latest").toInstant(),
                        row.getString("reason")))
                .list();
    }
}
