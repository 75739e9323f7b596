package io.vestibule.hub.inbox;

import io.vestibule.hub.canonical.ClientScope;
import io.vestibule.platform.database.Database;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Reads of the inbox for the console, for health and for senders who ask what became of their news. Changes nothing. */
@Repository
public class InboxRows {

    /** How far one search for a text looks. */
    private static final int SEARCHED = 20_000;

    private static final String TEXT = """
            position(lower(:text) in lower(concat_ws(' ', m.external_id, m.event_type, m.reason, m.detail, m.result,
                m.trace))) > 0""";

    /** A message that came to no object is the client's whom its connection serves. */
    private static final String CLIENT = """
            (coalesce(m.client_id, m.assigned_client) = :client
                or coalesce(m.client_id, m.assigned_client) is null and m.connection = any(:clientConnections))""";

    /** Where it stands; that it is in work is said by its claim. */
    static final String STATE = """
            case when exists (select from hub.inbox_claim c where c.message_id = m.id) then 'PROCESSING' else m.state end""";

    private static final String NEWEST_FIRST = " order by m.received_at desc, m.id desc";

    private static final String NUMBERS = """
            with recursive connections (name) as (
                select min(connection) from hub.inbox_message
                union all
                select (select min(connection) from hub.inbox_message where connection > name)
                from connections where name is not null
            ), parts (name, open, oldest, last_applied, handled, failed, held, dead) as (
                select coalesce(connection, app), count(*), min(received_at), null::timestamptz, 0, 0, 0, 0
                from hub.inbox_message where is_open group by 1
                union all
                select coalesce(connection, app), 0, null, null, count(*) filter (where attempts > 0 or state = 'APPLIED'),
                    count(*) filter (where state in ('REFUSED', 'DEAD') or (state = 'RETRY' and attempts > 0)), 0, 0
                from hub.inbox_message where changed_at > now() - interval '1 hour'
                    and coalesce(reason, '') <> all(:putAway) group by 1
                union all
                select coalesce(connection, app), 0, null, null, 0, 0, count(*) filter (where state = 'HELD'),
                    count(*) filter (where state = 'DEAD')
                from hub.inbox_message where state in ('HELD', 'DEAD') group by 1
                union all
                select name, 0, null, (select m.changed_at from hub.inbox_message m
                    where m.connection = name and m.state = 'APPLIED' order by m.changed_at desc limit 1), 0, 0, 0, 0
                from connections where name is not null
            )
            select name, sum(open) as open, min(oldest) as oldest, max(last_applied) as last_applied,
                sum(handled) as handled, sum(failed) as failed, sum(held) as held, sum(dead) as dead
            from parts group by name order by name""";

    private final Database hubDatabase;

    InboxRows(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /**
     * What to show; null and empty mean "any".
     *
     * @param reasons symbols; the empty one stands for rows without a reason
     * @param source the connection it came through, or the app
     * @param from received at this time or later
     * @param to received before
     * @param text part of external id, event type, reason, detail or result
     */
    public record Filter(
            Set<InboxState> states,
            Set<String> reasons,
            @Nullable String kind,
            @Nullable String source,
            @Nullable ClientScope client,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String text) {

        public Filter(
                Set<InboxState> states,
                @Nullable String kind,
                @Nullable String source,
                @Nullable ClientScope client,
                @Nullable Instant from,
                @Nullable Instant to,
                @Nullable String text) {
            this(states, Set.of(), kind, source, client, from, to, text);
        }

        /** One state for one of these reasons. */
        public static Filter of(InboxState state, Set<String> reasons) {
            return new Filter(Set.of(state), reasons, null, null, null, null, null, null);
        }

        public static Filter all() {
            return states(new InboxState[0]);
        }

        public static Filter states(InboxState... states) {
            return new Filter(Set.of(states), null, null, null, null, null, null);
        }

        /** Only what is asked for stands in the statement: that is how the planner finds the small indexes. */
        String conditions() {
            return stateCondition()
                    + (reasons.isEmpty() ? "" : " and coalesce(m.reason, '') in (:reasons)")
                    + (kind == null ? "" : " and m.kind = :kind")
                    + (source == null ? "" : " and (m.connection = :source or m.app = :source)")
                    + (client == null ? "" : " and " + CLIENT)
                    + window()
                    + (text == null ? "" : " and " + TEXT);
        }

        private String stateCondition() {
            if (states.equals(InboxState.OPEN)) {
                return " and m.is_open";
            }
            if (states.isEmpty()) {
                return "";
            }
            String wanted = states.stream()
                    .map(state -> "'" + state.name() + "'")
                    .sorted()
                    .collect(Collectors.joining(", ", " in (", ")"));
            boolean someOpen = states.stream().anyMatch(InboxState.OPEN::contains);
            boolean onlyOpen = InboxState.OPEN.containsAll(states);
            return (onlyOpen ? " and m.is_open" : "") + " and " + (someOpen ? STATE : "m.state") + wanted;
        }

        private String window() {
            return (from == null ? "" : " and m.received_at >= :from") + (to == null ? "" : " and m.received_at < :to");
        }

        StatementSpec bind(StatementSpec statement) {
            Set<String> connections = client == null ? Set.of() : client.connections();
            return statement
                    .param("reasons", reasons)
                    .param("kind", kind)
                    .param("source", source)
                    .param("client", client == null ? null : client.client())
                    .param("clientConnections", connections.toArray(String[]::new))
                    .param("from", Database.at(from))
                    .param("to", Database.at(to))
                    .param("text", text);
        }
    }

    /** @param next cursor of the page of older rows, null on the last one */
    public record Page(List<InboxRow> rows, @Nullable Long next) {}

    /**
     * How a source does.
     *
     * @param connection name, or the app's name where the connection is not known
     * @param failed handlings of the last hour that ended in RETRY, REFUSED or DEAD; what was put away since is no failure
     */
    public record Numbers(
            String connection,
            long open,
            @Nullable Instant oldestOpen,
            @Nullable Instant lastApplied,
            long handled,
            long failed,
            long held,
            long dead) {}

    public Optional<InboxRow> find(long id) {
        return hubDatabase
                .sql("select " + InboxRow.COLUMNS + " from hub.inbox_message m where m.id = :id")
                .param("id", id)
                .query((row, number) -> InboxRow.read(row))
                .optional();
    }

    public Optional<InboxRow> find(String app, String account, String externalId) {
        return hubDatabase
                .sql("select " + InboxRow.COLUMNS + """
                         from hub.inbox_message m
                        where app = :app and account = :account and external_id = :externalId
                        """)
                .param("app", app)
                .param("account", account)
                .param("externalId", externalId)
                .query((row, number) -> InboxRow.read(row))
                .optional();
    }

    /** Which of these came already. */
    public Set<String> known(String app, String account, List<String> externalIds) {
        return new HashSet<>(hubDatabase
                .sql("""
                        select external_id from hub.inbox_message
                        where app = :app and account = :account and external_id = any(:externalIds)
                        """)
                .param("app", app)
                .param("account", account)
                .param("externalIds", externalIds.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /**
     * Newest first. A text is looked for in the {@link #SEARCHED} newest rows of the window below the cursor: the next page
     * goes on behind them, so an empty page need not be the last.
     *
     * @param before cursor of {@link Page#next}, null for the newest
     */
    public Page search(Filter filter, @Nullable Long before, int limit) {
        Long end = filter.text() == null ? null : endOfSearch(filter, before);
        List<InboxRow> rows = filter.bind(
                        hubDatabase.sql("select " + InboxRow.COLUMNS + " from hub.inbox_message m where true"
                                + below(before) + (end == null ? "" : " and (m.received_at, m.id) >= " + place(":end"))
                                + filter.conditions() + NEWEST_FIRST + " limit :limit"))
                .param("before", before)
                .param("end", end)
                .param("limit", limit + 1)
                .query((row, number) -> InboxRow.read(row))
                .list();
        return rows.size() <= limit
                ? new Page(rows, end)
                : new Page(rows.subList(0, limit), rows.get(limit - 1).id());
    }

    private static String below(@Nullable Long before) {
        return before == null ? "" : " and (m.received_at, m.id) < " + place(":before");
    }

    /** Where a row stands among the others; a single value for the planner, so that it finds it in the index. */
    private static String place(String id) {
        return "((select received_at from hub.inbox_message where id = " + id + "), " + id + ")";
    }

    /** The id of the last row that is looked at, null when that is the very last one. */
    private @Nullable Long endOfSearch(Filter filter, @Nullable Long before) {
        return filter.bind(hubDatabase.sql("select m.id from hub.inbox_message m where true" + below(before)
                        + filter.window() + NEWEST_FIRST + " offset :searched limit 1"))
                .param("before", before)
                .param("searched", SEARCHED)
                .query(Long.class)
                .optional()
                .orElse(null);
    }

    /** Messages that became, or added to, this object of the portal; oldest first. */
    public List<InboxRow> about(String objectType, String objectId) {
        return hubDatabase
                .sql("select " + InboxRow.COLUMNS + """
                         from hub.inbox_message m
                        where object_type = :type and object_id = :id order by id limit 500
                        """)
                .param("type", objectType)
                .param("id", objectId)
                .query((row, number) -> InboxRow.read(row))
                .list();
    }

    /** How many messages wait for each of these answers. */
    public Map<String, Long> waiting(Collection<String> holdKeys) {
        Map<String, Long> waiting = new HashMap<>();
        if (!holdKeys.isEmpty()) {
            hubDatabase.sql("""
                            select hold_key, count(*) from hub.inbox_message
                            where hold_key in (:keys) and state = 'HELD' group by hold_key
                            """).param("keys", holdKeys).query(row -> {
                waiting.put(row.getString(1), row.getLong(2));
            });
        }
        return waiting;
    }

    /** @param reason empty where there is none */
    public record Reasoned(InboxState state, String reason, long count) {}

    /** How many are in these states for which reason. */
    public List<Reasoned> reasons(InboxState... states) {
        return hubDatabase
                .sql(
                        "select m.state, coalesce(m.reason, '') as reason, count(*) as count from hub.inbox_message m where true"
                                + Filter.states(states).conditions() + " group by 1, 2")
                .query((row, number) -> new Reasoned(
                        InboxState.valueOf(row.getString("state")), row.getString("reason"), row.getLong("count")))
                .list();
    }

    /** The life of a message, oldest first: its receipt and the latest that happened. */
    public List<InboxRow.Change> history(long id) {
        return hubDatabase
                .sql("""
                        select received_at as at, 'RECEIVED' as state, null as reason, null as detail, null as by_whom,
                            0 as number
                        from hub.inbox_message where id = :id
                        union all (
                            select at, state, reason, detail, by_whom, id from hub.inbox_event where message_id = :id
                            order by id desc limit 500)
                        order by number
                        """)
                .param("id", id)
                .query((row, number) -> new InboxRow.Change(
                        row.getTimestamp("at").toInstant(),
                        InboxState.valueOf(row.getString("state")),
                        row.getString("reason"),
                        row.getString("detail"),
                        row.getString("by_whom")))
                .list();
    }

    /** One entry per connection that ever got news; each part reads as little of the history as it can. */
    public List<Numbers> numbers() {
        return hubDatabase
                .sql(NUMBERS)
                .param("putAway", Dismissal.REASONS.toArray(String[]::new))
                .query((row, number) -> new Numbers(
                        row.getString("name"),
                        row.getLong("open"),
                        instant(row.getTimestamp("oldest")),
                        instant(row.getTimestamp("last_applied")),
                        row.getLong("handled"),
                        row.getLong("failed"),
                        row.getLong("held"),
                        row.getLong("dead")))
                .list();
    }

    /** Age of the oldest open message of an app, zero when there is none. */
    public Duration lag(String app) {
        Double seconds =
                hubDatabase.sql("""
                        select coalesce(extract(epoch from clock_timestamp() - min(received_at)), 0)
                        from hub.inbox_message where is_open and app = :app
                        """).param("app", app).query(Double.class).single();
        return Duration.ofMillis((long) (seconds * 1000));
    }

    /** Connections whose news waits longer than that for a retry, while none of theirs was applied. */
    public List<String> stuck(Duration tooLong) {
        return hubDatabase
                .sql("""
                        select distinct m.connection from hub.inbox_message m
                        where m.state = 'RETRY' and m.connection is not null
                        and m.open_since < clock_timestamp() - make_interval(secs => :tooLong)
                        and not exists (
                            select 1 from hub.inbox_message a
                            where a.connection = m.connection and a.state = 'APPLIED'
                            and a.changed_at > clock_timestamp() - make_interval(secs => :tooLong))
                        """)
                .param("tooLong", tooLong.toSeconds())
                .query(String.class)
                .list();
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
