package io.vestibule.hub.inbox;

import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.platform.database.Columns;
import io.vestibule.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The three statements of a claim, all in the transaction of {@link Inbox#claim}: find candidates, fairly over apps
 * and accounts, lock their ordering keys, take those that are still the first of their key.
 */
final class InboxClaims {

    /** Looked at in one claim, however many accounts wait; else twice its share, because others may have less than theirs. */
    private static final int LEAST_OF_AN_ACCOUNT = 2;

    /**
     * The accounts with something open are found by leaping from one to the next in an index, and of each only the first
     * due rows are looked at: what waits behind them costs nothing, and what waits behind an older row of its key is not
     * due, see {@link WaitingBehind}. What is in work still stands in front of what is due, and is passed over by its number
     * first, which costs nothing. Turns are taken among the accounts of an app, then among the apps. Which may go is asked
     * as a case, of which the planner thinks that every other row passes: of the bare condition it thinks that hardly any
     * does, and then reads all that is due and sorts it. Mails have accounts of their own.
     */
    static final String CANDIDATES = """
            with recursive lane (app, account, mail) as (
                (select app, account, kind = 'mail' from hub.inbox_message where is_open order by app, account limit 1)
                union all
                select next.app, next.account, next.mail from lane cross join lateral (
                    select n.app, n.account, n.kind = 'mail' as mail from hub.inbox_message n
                    where n.is_open and (n.app, n.account) > (lane.app, lane.account)
                    order by n.app, n.account limit 1) next
            ), room as (
                select a.app, :perApp - (select count(*) from hub.inbox_claim c
                    where c.app = a.app and c.held_until > now()) as free
                from (select distinct app from lane) a
            ), due as (
                select lane.app, first.id, first.mail, first.size, %2$s as places,
                    row_number() over (partition by lane.app, lane.account order by first.due_at, first.id) as turn
                from lane join room on room.app = lane.app and room.free > 0
                    and not (lane.app, lane.account) in (
                        select app, account from unnest(cast(:closedApps as text[]), cast(:closedAccounts as text[]))
                            as closed (app, account))
                cross join lateral (
                    select i.id, i.due_at, i.payload_id, i.kind = 'mail' as mail,
                        coalesce(octet_length(i.event), 0) as size
                    from hub.inbox_message i
                    where i.is_open and i.app = lane.app and i.account = lane.account
                    and i.due_at <= now() and i.id not in (select message_id from hub.inbox_claim where held_until > now())
                    and case when %1$s then true else false end
                    order by i.due_at, i.id
                    limit least(greatest(2 * :messages / (select count(*) from lane), :least),
                        case when lane.mail then :mails end)) first
            ), ranked as (
                select due.*, row_number() over (partition by app order by turn, id) as of_app,
                    sum(places) over (partition by mail order by turn, id) as of_mails
                from due
            ), fair as (
                select ranked.*, sum(size) over (order by of_app, id) - size as before
                from ranked join room using (app)
                where of_app <= room.free and (not mail or of_mails <= :mails)
            )
            select m.id, m.app, m.ordering_key
            from fair join hub.inbox_message m on m.id = fair.id
            where fair.before < :bytes
            order by fair.of_app, m.id
            limit :messages
            for update of m skip locked
            """.formatted(mayGo("i"), MailPlaces.OF_FIRST);

    /**
     * A claim whose lease ran out is taken over: one more attempt, with another token. The limit makes the planner fetch
     * row by row, not all that is open, which it takes for nothing when there was nothing the last time it counted. The
     * sub-select hides how many there are, so that it plans once per connection and not at each claim.
     */
    static final String TAKE = """
            with taken as (
                select m.* from unnest((select :ids::bigint[])) as free (id)
                cross join lateral (select * from hub.inbox_message where id = free.id limit 1) m
                where m.is_open and m.due_at <= clock_timestamp() and %s
            ), claimed as (
                insert into hub.inbox_claim as c (message_id, app, ordering_key, claim, held_until)
                select id, app, ordering_key, gen_random_uuid(), clock_timestamp() + make_interval(secs => :lease)
                from taken
                on conflict (message_id) do update set claim = excluded.claim, held_until = excluded.held_until,
                    attempts = c.attempts + 1
                returning c.message_id, c.claim, c.attempts as begun
            )
            select taken.*, claimed.claim, taken.attempts + claimed.begun as attempt, coalesce(p.headers, '{}') as headers,
                coalesce(octet_length(taken.event), octet_length(p.bytes), 0) as size
            from taken join claimed on claimed.message_id = taken.id
            left join lateral (select * from hub.payload where id = taken.payload_id limit 1) p on true
            """.formatted(mayGo("m"));

    private InboxClaims() {}

    /**
     * That a row is the oldest open one of its key, and nothing of the key is in work. Asked row by row: a single value and
     * {@code clock_timestamp()} keep the planner from joining all that is open for it.
     */
    private static String mayGo(String row) {
        return """
                %1$s.id = (select first.id from (%2$s) first)
                and not exists (select from hub.inbox_claim c
                    where c.app = %1$s.app and c.ordering_key = %1$s.ordering_key
                    and c.held_until > clock_timestamp())""".formatted(row, WaitingBehind.firstFrom(row, ""));
    }

    /** A due row that seemed to be the first of its key. */
    record Candidate(long id, String app, String orderingKey) {}

    static List<Candidate> candidates(Database database, ClaimRoom room) {
        return bound(database.sql(CANDIDATES), room).query(Candidate.class).list();
    }

    static StatementSpec bound(StatementSpec candidates, ClaimRoom room) {
        return candidates
                .param("messages", room.messages())
                .param("perApp", room.perApp())
                .param("mails", room.mails())
                .param("bytes", room.bytes())
                .param("least", LEAST_OF_AN_ACCOUNT)
                .param("closedApps", Columns.texts(room.closed(), AccountPauses.Account::app))
                .param("closedAccounts", Columns.texts(room.closed(), AccountPauses.Account::account));
    }

    /** One candidate per ordering key, and only where nobody else is busy with that key. */
    static List<Long> lock(Database database, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        Map<Long, Long> firstOfKey = new LinkedHashMap<>();
        candidates.stream()
                .sorted(Comparator.comparingLong(Candidate::id))
                .forEach(candidate ->
                        firstOfKey.putIfAbsent(KeyLocks.of(candidate.app(), candidate.orderingKey()), candidate.id()));
        return KeyLocks.takeFree(database, firstOfKey.keySet()).stream()
                .map(firstOfKey::get)
                .toList();
    }

    static List<InboxMessage> take(Database database, List<Long> ids, Duration lease) {
        return database.sql(TAKE)
                .param("lease", lease.toSeconds())
                .param("ids", ids.toArray(Long[]::new))
                .query((row, number) -> message(row))
                .list();
    }

    private static InboxMessage message(ResultSet row) throws SQLException {
        return new InboxMessage(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("app"),
                row.getString("account"),
                row.getString("external_id"),
                row.getString("connection"),
                row.getString("event_type"),
                row.getString("ordering_key"),
                row.getLong("payload_id"),
                row.getString("event"),
                row.getInt("size"),
                InboxJson.readMap(row.getString("headers")),
                row.getTimestamp("received_at").toInstant(),
                row.getInt("attempt"),
                row.getInt("replays"),
                assignment(row),
                accepted(row),
                row.getObject("claim", UUID.class),
                row.getString("trace"));
    }

    static Map<String, String> accepted(ResultSet row) throws SQLException {
        String accepted = row.getString("accepted");
        return accepted == null ? Map.of() : InboxJson.readMap(accepted);
    }

    static @Nullable Assignment assignment(ResultSet row) throws SQLException {
        String client = row.getString("assigned_client");
        return client == null
                ? null
                : new Assignment(client, row.getString("assigned_contact"), row.getString("assigned_by"));
    }
}
