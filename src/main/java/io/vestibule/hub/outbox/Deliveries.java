package io.vestibule.hub.outbox;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people and other rooms may ask about the outbox. Reads only; newest first unless said otherwise. */
@Component
public class Deliveries {

    /** How far one search for a text looks. */
    private static final int SEARCHED = 20_000;

    private static final String NEWEST_FIRST = " order by m.created_at desc, m.id desc";

    /** An attempt that ended within the hour began at most two hours ago. */
    private static final String TRAFFIC = """
            with recursive connections (name) as (
                select min(connection) from hub.outbox_message
                union all
                select (select min(connection) from hub.outbox_message where connection > name)
                from connections where name is not null
            ), parts (name, waiting, oldest, last_success, tries, failures) as (
                select connection, count(*), min(created_at), null::timestamptz, 0, 0
                from hub.outbox_message where finished_at is null group by connection
                union all
                select connection, 0, null, null, count(*),
                    count(*) filter (where outcome in ('RETRY', 'REFUSED', 'HELD', 'DEAD'))
                from hub.delivery_attempt
                where started_at > clock_timestamp() - interval '2 hours'
                    and ended_at > clock_timestamp() - interval '1 hour'
                group by connection
                union all
                select name, 0, null, (select max(m.finished_at) from hub.outbox_message m
                    where m.connection = name and m.state in ('SENT', 'NOT_NEEDED')), 0, 0
                from connections where name is not null
            )
            select name as connection, sum(waiting) as waiting, min(oldest) as oldest, max(last_success) as last_success,
                sum(tries) as tries, sum(failures) as failures
            from parts group by name order by name""";

    private final Database hubDatabase;

    Deliveries(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    public Optional<OutboxRow> find(long id) {
        return hubDatabase
                .sql("select * from hub.outbox_message where id = :id")
                .param("id", id)
                .query(OutboxRows::row)
                .optional();
    }

    /** @param next cursor of the page of older rows, null on the last one */
    public record Page(List<OutboxRow> rows, @Nullable Long next) {}

    /**
     * Newest first, at most so many. A text is looked for in the {@link #SEARCHED} newest rows of the window below the
     * cursor: the next page goes on behind them, so an empty page need not be the last.
     *
     * @param before cursor of {@link Page#next}, null for the newest
     */
    public Page search(OutboxFilter filter, @Nullable Long before, int limit) {
        Long end = filter.text() == null ? null : endOfSearch(filter, before);
        List<OutboxRow> rows = filter.bind(hubDatabase.sql("select m.* from hub.outbox_message m where true"
                        + below(before) + (end == null ? "" : " and (m.created_at, m.id) >= " + place(":end"))
                        + filter.conditions() + NEWEST_FIRST + " limit :limit"))
                .param("before", before)
                .param("end", end)
                .param("limit", limit + 1)
                .query(OutboxRows::row)
                .list();
        return rows.size() <= limit
                ? new Page(rows, end)
                : new Page(rows.subList(0, limit), rows.get(limit - 1).id());
    }

    private static String below(@Nullable Long before) {
        return before == null ? "" : " and (m.created_at, m.id) < " + place(":before");
    }

    /** Where a row stands among the others; a single value for the planner, so that it finds it in the index. */
    private static String place(String id) {
        return "((select created_at from hub.outbox_message where id = " + id + "), " + id + ")";
    }

    /** The id of the last row that is looked at, null when that is the very last one. */
    private @Nullable Long endOfSearch(OutboxFilter filter, @Nullable Long before) {
        return filter.bind(hubDatabase.sql("select m.id from hub.outbox_message m where true" + below(before)
                        + filter.window() + NEWEST_FIRST + " offset :searched limit 1"))
                .param("before", before)
                .param("searched", SEARCHED)
                .query(Long.class)
                .optional()
                .orElse(null);
    }

    /** What these causes brought about, oldest first. */
    public List<OutboxRow> bySources(Collection<String> sources) {
        return sources.isEmpty()
                ? List.of()
                : hubDatabase
                        .sql("select * from hub.outbox_message where source in (:sources) order by id")
                        .param("sources", sources)
                        .query(OutboxRows::row)
                        .list();
    }

    /** About one thing of the portal what was asked for at this time or later, oldest first, at most so many. */
    public List<OutboxRow> byObject(ObjectRef object, Instant since, int limit) {
        return hubDatabase
                .sql("""
                        select * from hub.outbox_message
                        where object_type = :type and object_id = :id and created_at >= :since
                        order by id limit :limit
                        """)
                .param("type", object.type())
                .param("id", object.id())
                .param("since", Database.at(since))
                .param("limit", limit)
                .query(OutboxRows::row)
                .list();
    }

    /** Every try of one row, oldest first. */
    public List<DeliveryAttempt> attempts(long id) {
        return hubDatabase
                .sql("select * from hub.delivery_attempt where message = :id order by started_at")
                .param("id", id)
                .query((row, number) -> new DeliveryAttempt(
                        OutboxRows.time(row, "started_at"),
                        OutboxRows.timeOrNull(row, "ended_at"),
                        row.getString("outcome"),
                        row.getString("reason"),
                        row.getString("words")))
                .list();
    }

    /** What people did to one row, oldest first. */
    public List<OutboxEvent> events(long id) {
        return hubDatabase
                .sql("select * from hub.outbox_event where message = :id order by at")
                .param("id", id)
                .query((row, number) -> new OutboxEvent(
                        OutboxRows.time(row, "at"), row.getString("what"), row.getString("who"), row.getString("why")))
                .list();
    }

    /** Numbers of every connection that ever had a delivery; each part reads as little of the history as it can. */
    public List<OutboundTraffic> traffic() {
        return hubDatabase
                .sql(TRAFFIC)
                .query((row, number) -> new OutboundTraffic(
                        row.getString("connection"),
                        row.getLong("waiting"),
                        OutboxRows.timeOrNull(row, "oldest"),
                        OutboxRows.timeOrNull(row, "last_success"),
                        row.getLong("tries"),
                        row.getLong("failures")))
                .list();
    }

    /** @param reason empty where there is none */
    public record Reasoned(OutboxState state, String reason, long count) {}

    /** How many are held, refused or dead for which reason. */
    public List<Reasoned> problems() {
        return hubDatabase
                .sql("""
                        select state, coalesce(reason, '') as reason, count(*) as count from hub.outbox_message
                        where state in ('HELD', 'REFUSED', 'DEAD') group by 1, 2
                        """)
                .query((row, number) -> new Reasoned(
                        OutboxState.valueOf(row.getString("state")), row.getString("reason"), row.getLong("count")))
                .list();
    }

    /** Deliveries to vendors whose present state the portal was not told, oldest first. */
    List<OutboxRow> unnoted(int limit) {
        return hubDatabase.sql("""
                        select * from hub.outbox_message
                        where channel = 'vendor' and noted is distinct from state and state <> 'SENDING'
                        order by id limit :limit
                        """).param("limit", limit).query(OutboxRows::row).list();
    }

    /** The portal was told of this state. */
    void noted(OutboxRow row) {
        hubDatabase
                .sql("update hub.outbox_message set noted = :state where id = :id")
                .param("state", row.state().name())
                .param("id", row.id())
                .update();
    }

    /**
     * Mails about requests whose end was not told there since their last replay: those that failed for good, and those
     * that left after such a failure; oldest first.
     */
    List<OutboxRow> untoldMails(int limit) {
        return hubDatabase.sql("""
                        select * from hub.outbox_message
                        where channel = 'mail' and object_type = 'request'
                            and (state in ('REFUSED', 'DEAD') and noted_replays is distinct from replays
                                or state = 'SENT' and noted_replays < replays)
                        order by id limit :limit
                        """).param("limit", limit).query(OutboxRows::row).list();
    }

    /** The request was told of this end; one after a later replay is another. */
    void toldOfMail(OutboxRow row) {
        hubDatabase
                .sql("update hub.outbox_message set noted_replays = :replays where id = :id")
                .param("replays", row.replays())
                .param("id", row.id())
                .update();
    }
}
