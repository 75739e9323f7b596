package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.RetentionSettings;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    /** How many days, today among them, are summed again and again though nothing seems to have changed. */
    private static final int LOOKED_AFTER = 14;

    private static final String FIRST_KEPT =
            "((clock_timestamp() - make_interval(secs => :kept)) at time zone 'UTC')::date";

    private static final String SUM = "select day, app, seen, applied, duplicate, ignored, refused, held, dead, open,"
            + " balanced from hub.conservation ";

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
            boolean balanced) {

        /** What became of everything, together. */
        public long accounted() {
            return applied + duplicate + ignored + refused + held + dead + open;
        }
    }

    /**
     * Today, yesterday, every older day of which a message changed since the sums were stored last or whose sum does not
     * balance, and of the last two weeks the day that was summed longest ago: so a loss that left no trace is noticed within
     * hours, and what is put right is, too.
     */
    public void storeRecent() {
        LocalDate today = today();
        Set<LocalDate> days = new TreeSet<>(changedDays(today.minusDays(1)));
        unbalanced().forEach(sum -> days.add(sum.day()));
        longestAgo(today).ifPresent(days::add);
        days.add(today.minusDays(1));
        days.add(today);
        days.forEach(this::store);
    }

    /** As last stored, of so many days up to today by the database's clock: the newest day first. */
    public List<Sum> last(int days) {
        return hubDatabase
                .sql(SUM + "where day > :day order by day desc, app")
                .param("day", today().minusDays(days))
                .query(Sum.class)
                .list();
    }

    /** Sums that do not balance, of the days whose messages are still kept. */
    public List<Sum> unbalanced() {
        return hubDatabase
                .sql(SUM + "where not balanced and day >= " + FIRST_KEPT + " order by app, day")
                .param("kept", retention.messages().toSeconds())
                .query(Sum.class)
                .list();
    }

    private Optional<LocalDate> longestAgo(LocalDate today) {
        return hubDatabase
                .sql("select day from hub.conservation where day > :since and day < :yesterday"
                        + " group by day order by min(stored_at) limit 1")
                .param("since", today.minusDays(LOOKED_AFTER))
                .param("yesterday", today.minusDays(1))
                .query(LocalDate.class)
                .optional();
    }

    /**
     * A retry takes days, and a person may answer or replay later still. Days whose messages are removed stay as stored. The
     * limit has messages looked up one by one: a join reads all there are.
     */
    private List<LocalDate> changedDays(LocalDate before) {
        return hubDatabase
                .sql("""
                        select distinct (m.received_at at time zone 'UTC')::date as day
                        from (select distinct message_id from hub.inbox_event
                              where at > (select coalesce((select max(stored_at) from hub.conservation),
                                  clock_timestamp() - interval '1 day') - interval '10 minutes')) e
                        cross join lateral (
                            select received_at from hub.inbox_message where id = e.message_id limit 1) m
                        where m.received_at < cast(:before as date)::timestamp at time zone 'UTC'
                        and (m.received_at at time zone 'UTC')::date >= """ + " " + FIRST_KEPT + " order by day")
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

    /**
     * Computes and stores the sums of a day; storing again replaces them, as open messages come to their ends. What was seen
     * once can't become unseen: a smaller count than the stored one does not balance.
     */
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
                        ), known as (
                            select app from hub.conservation where day = :day
                            union select app from seen union select app from rows
                        )
                        insert into hub.conservation as c (day, app, seen, applied, duplicate, ignored, refused, held, dead,
                            open, balanced)
                        select :day, app, coalesce(s.seen, 0), coalesce(r.applied, 0), coalesce(s.duplicate, 0),
                            coalesce(r.ignored, 0), coalesce(r.refused, 0), coalesce(r.held, 0), coalesce(r.dead, 0),
                            coalesce(r.open, 0), coalesce(s.seen, 0) = coalesce(s.duplicate, 0) + coalesce(r.total, 0)
                        from known left join seen s using (app) left join rows r using (app)
                        on conflict (day, app) do update set seen = greatest(excluded.seen, c.seen), applied = excluded.applied,
                            duplicate = excluded.duplicate, ignored = excluded.ignored, refused = excluded.refused,
                            held = excluded.held, dead = excluded.dead, open = excluded.open,
                            balanced = excluded.balanced and excluded.seen >= c.seen, stored_at = clock_timestamp()
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
        return hubDatabase
                .sql(SUM + "where day = :day order by app")
                .param("day", day)
                .query(Sum.class)
                .list();
    }
}
