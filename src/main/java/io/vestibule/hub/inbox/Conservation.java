package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.RetentionSettings;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Proves per source and UTC day of receipt that nothing was lost: what was seen (counted with each delivery) equals the
 * rows there are, by state, plus the duplicates. Stored by a schedule, shown on the health page.
 */
@Service("conservation")
public class Conservation {

    private static final Logger log = LoggerFactory.getLogger(Conservation.class);

    private final Database hubDatabase;
    private final RetentionSettings retention;

    Conservation(Database hubDatabase, RetentionSettings retention) {
        this.hubDatabase = hubDatabase;
        this.retention = retention;
    }

    /** The sum of one source on one day. {@code balanced}: seen = all the others together */
    public record Sum(
            LocalDate day,
            String app,
            long seen,
            long applied,
            long duplicate,
            long ignored,
            long refused,
            long held,
            long dead,
            long open,
            boolean balanced) {}

    /** Today, yesterday, and every older day of which a message changed since the sums were stored last. */
    public void storeRecent() {
        LocalDate today = today();
        changedDays(today.minusDays(1)).forEach(this::store);
        store(today.minusDays(1));
        store(today);
    }

    /** As last stored: first today, by the database's clock, then yesterday. */
    public List<Sum> recent() {
        LocalDate today = today();
        return Stream.of(today, today.minusDays(1))
                .flatMap(day -> of(day).stream())
                .toList();
    }

    /** A retry takes days, and a person may answer or replay later still. Days whose messages are removed stay as stored. */
    private List<LocalDate> changedDays(LocalDate before) {
        return hubDatabase
                .sql("""
                        select distinct (m.received_at at time zone 'UTC')::date as day
                        from hub.inbox_event e join hub.inbox_message m on m.id = e.message_id
                        where e.at > coalesce((select max(stored_at) from hub.conservation),
                            clock_timestamp() - interval '1 day') - interval '10 minutes'
                        and m.received_at < cast(:before as date)::timestamp at time zone 'UTC'
                        and (m.received_at at time zone 'UTC')::date >=
                            ((clock_timestamp() - make_interval(secs => :kept)) at time zone 'UTC')::date
                        order by day
                        """)
                .param("before", before)
                .param("kept", retention.messages().toSeconds())
                .query(LocalDate.class)
                .list();
    }

    private LocalDate today() {
        return hubDatabase
                .sql("select (clock_timestamp() at time zone 'UTC')::date")
                .query(LocalDate.class)
                .single();
    }

    /** Computes and stores the sums of a day; storing again replaces them, as open messages come to their ends. */
    public List<Sum> store(LocalDate day) {
        hubDatabase.sql("""
                        with seen as (
                            select app, sum(seen) as seen, sum(duplicates) as duplicate
                            from hub.inbox_batch where day = :day group by app
                        ), rows as (
                            select app, count(*) filter (where state = 'APPLIED') as applied,
                                count(*) filter (where state = 'IGNORED') as ignored,
                                count(*) filter (where state = 'REFUSED') as refused,
                                count(*) filter (where state = 'HELD') as held,
                                count(*) filter (where state = 'DEAD') as dead,
                                count(*) filter (where is_open) as open, count(*) as total
                            from hub.inbox_message
                            where received_at >= cast(:day as date)::timestamp at time zone 'UTC'
                            and received_at < (cast(:day as date) + 1)::timestamp at time zone 'UTC'
                            group by app
                        )
                        insert into hub.conservation (day, app, seen, applied, duplicate, ignored, refused, held, dead,
                            open, balanced)
                        select :day, app, coalesce(s.seen, 0), coalesce(r.applied, 0), coalesce(s.duplicate, 0),
                            coalesce(r.ignored, 0), coalesce(r.refused, 0), coalesce(r.held, 0), coalesce(r.dead, 0),
                            coalesce(r.open, 0), coalesce(s.seen, 0) = coalesce(s.duplicate, 0) + coalesce(r.total, 0)
                        from seen s full join rows r using (app)
                        on conflict (day, app) do update set seen = excluded.seen, applied = excluded.applied,
                            duplicate = excluded.duplicate, ignored = excluded.ignored, refused = excluded.refused,
                            held = excluded.held, dead = excluded.dead, open = excluded.open,
                            balanced = excluded.balanced, stored_at = clock_timestamp()
                        """).param("day", day).update();
        List<Sum> sums = of(day);
        sums.stream()
                .filter(sum -> !sum.balanced())
                .forEach(sum -> log.error(
                        "The daily sum of {} on {} does not balance: {}. Compare its messages with the sender's log.",
                        sum.app(),
                        day,
                        sum));
        return sums;
    }

    /** The sums of a day as last stored. */
    public List<Sum> of(LocalDate day) {
        return hubDatabase.sql("""
                        select day, app, seen, applied, duplicate, ignored, refused, held, dead, open, balanced
                        from hub.conservation where day = :day order by app
                        """).param("day", day).query(Sum.class).list();
    }
}
