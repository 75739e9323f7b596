package io.vestibule.hub.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Repository;

/**
 * Counts deliveries that did not prove who sent them, per app and minute. They are never stored, but a wrong key must be
 * seen: "37 refused since 09:12: check the key".
 */
@Repository
public class RefusedSignatures {

    private final Database hubDatabase;
    private final MeterRegistry meters;

    RefusedSignatures(Database hubDatabase, MeterRegistry meters) {
        this.hubDatabase = hubDatabase;
        this.meters = meters;
    }

    /**
     * What an app refused since its last genuine delivery: one of those proves the key, and makes the rest noise.
     *
     * @param refused since {@code since}
     * @param together the most of them within ten minutes
     * @param reason of the latest one
     */
    public record Refusals(String app, long refused, long together, Instant since, Instant latest, String reason) {}

    public void count(String app, String reason) {
        meters.counter("vestibule.hooks.refused", "app", app).increment();
        hubDatabase.sql("""
                        insert into hub.refused_signature (app, minute, refused, reason, batch)
                        select :app, date_trunc('minute', clock_timestamp()), 1, :reason,
                            case when is_called then last_value else 0 end
                        from hub.inbox_batch_id_seq
                        on conflict (app, minute) do update set refused = hub.refused_signature.refused + 1,
                            last_at = clock_timestamp(), reason = excluded.reason, batch = excluded.batch
                        """).param("app", app).param("reason", reason).update();
    }

    /** Per app, of the last hours. */
    public List<Refusals> within(Duration window) {
        return hubDatabase
                .sql("""
                        with ungenuine as (
                            select r.*, sum(r.refused) over (partition by r.app order by r.minute
                                range between interval '9 minutes' preceding and current row) as together
                            from hub.refused_signature r
                            where r.last_at > clock_timestamp() - make_interval(secs => :window)
                              and not exists (
                                  select from hub.inbox_batch b where b.app = r.app and b.id > r.batch))
                        select app, sum(refused)::bigint as refused, max(together)::bigint as together,
                            min(first_at) as since, max(last_at) as latest,
                            (array_agg(reason order by minute desc))[1] as reason
                        from ungenuine group by app order by app
                        """)
                .param("window", window.toSeconds())
                .query((row, number) -> new Refusals(
                        row.getString("app"),
                        row.getLong("refused"),
                        row.getLong("together"),
                        row.getTimestamp("since").toInstant(),
                        row.getTimestamp("latest").toInstant(),
                        row.getString("reason")))
                .list();
    }
}
