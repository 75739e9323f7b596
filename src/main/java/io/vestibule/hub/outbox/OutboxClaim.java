package io.vestibule.hub.outbox;

import io.vestibule.platform.database.Database;
import java.util.Collection;
import java.util.List;

/**
 * The statement of a claim, in the transaction of {@link Outbox#claim}. Connections take turns; within one the more
 * urgent {@link Urgency} goes first and clients take turns, so that nobody's long queue holds up another's single row. A
 * connection that does not answer is tried with one row at a time. Costs little however much waits: names and clients are
 * found by skipping through an index, and what is left alone is never read.
 */
final class OutboxClaim {

    /** Due, and not in somebody's hands. */
    private static final String READY = "m.finished_at is null and"
            + " case when m.state = 'SENDING' then m.lease_until else m.due_at end <= clock_timestamp()";

    /** A row of the same lane that was made earlier and isn't done; one that isn't due yet and was never tried is no hindrance. */
    private static final String OLDER_IN_LANE = """
            select 1 from hub.outbox_message o
            where o.connection = m.connection and o.object_type = m.object_type and o.object_id = m.object_id
              and o.target = m.target and o.id < m.id and o.finished_at is null
              and (o.state <> 'WAITING' or o.due_at <= clock_timestamp())
            """;

    /** Connections with something open, and how many of their rows may be taken now. */
    private static final String ROOM = """
            names (connection) as (
                select min(connection) from hub.outbox_message where finished_at is null
                union all
                select (select min(m.connection) from hub.outbox_message m
                    where m.finished_at is null and m.connection > n.connection)
                from names n where n.connection is not null
            ), room as (
                select n.connection, f.opened_at is not null as probing,
                    case when f.opened_at is null then greatest(0, :perConnection - b.busy)
                        when b.busy = 0 and f.probe_at <= clock_timestamp() then 1 else 0 end as places
                from names n
                cross join lateral (select count(*) as busy from hub.outbox_message s
                    where s.connection = n.connection and s.state = 'SENDING'
                    and s.lease_until > clock_timestamp()) b
                left join hub.failing_connection f on f.connection = n.connection
                where n.connection is not null and not n.connection = any(:closed)
            )""";

    /** The first rows of each urgency and client; by chance among equals, since any fixed order would favour somebody. */
    private static final String IN_TURN = """
            select m.id, m.priority, row_number() over (order by m.priority, m.turn, random()) as turn
            from (
                with recursive queues (priority, client) as (
                    (select q.priority, coalesce(q.client_id, '') from hub.outbox_message q
                        where q.connection = r.connection and q.finished_at is null
                        order by q.priority, coalesce(q.client_id, '') limit 1)
                    union all
                    select n.priority, n.client from queues p cross join lateral (
                        select q.priority, coalesce(q.client_id, '') as client from hub.outbox_message q
                        where q.connection = r.connection and q.finished_at is null
                        and (q.priority, coalesce(q.client_id, '')) > (p.priority, p.client)
                        order by q.priority, coalesce(q.client_id, '') limit 1) n
                )
                select h.* from queues cross join lateral (
                    select m.id, m.priority, row_number() over (order by m.id) as turn
                    from hub.outbox_message m
                    where m.connection = r.connection and m.priority = queues.priority
                    and coalesce(m.client_id, '') = queues.client and %1$s and not exists (%2$s)
                    order by m.id limit r.places) h
            ) m
            order by m.priority, m.turn, random() limit r.places
            """.formatted(READY, OLDER_IN_LANE);

    /** The one whose own time came or comes first, so that it is not always the same. */
    private static final String PROBE = """
            select m.id, m.priority, 1::bigint as turn
            from hub.outbox_message m
            where m.connection = r.connection and m.finished_at is null and (%1$s or m.state = 'RETRY')
            and not exists (%2$s)
            order by m.due_at, m.id limit 1
            """.formatted(READY, OLDER_IN_LANE);

    /** Commits the attempts with the claims, and closes attempts of the dead. */
    private static final String CLAIM = """
            with recursive %1$s, head as (
                select h.id, h.probing from (
                    select i.*, false as probing from room r cross join lateral (%2$s) i
                    where r.places > 0 and not r.probing
                    union all
                    select p.*, true from room r cross join lateral (%3$s) p
                    where r.places > 0 and r.probing) h
                order by h.turn, h.priority, random() limit :limit
            ), locked as (
                select m.id from hub.outbox_message m join head on head.id = m.id
                where %4$s or head.probing and m.state = 'RETRY'
                for update of m skip locked
            ), claimed as (
                update hub.outbox_message m
                set state = 'SENDING', attempts = attempts + 1, claim = gen_random_uuid(), changed_at = clock_timestamp(),
                    lease_until = clock_timestamp() + :lease * interval '1 millisecond'
                from locked where m.id = locked.id
                returning m.*
            ), lost as (
                update hub.delivery_attempt set ended_at = clock_timestamp(), outcome = 'INTERRUPTED'
                where ended_at is null and message in (select id from claimed)
            ), attempt as (
                insert into hub.delivery_attempt (message, claim, connection)
                select id, claim, connection from claimed
            )
            select *, coalesce(own_due_at, due_at) > clock_timestamp() as early from claimed order by priority, id
            """.formatted(ROOM, IN_TURN, PROBE, READY);

    private OutboxClaim() {}

    static List<OutboxMessage> take(Database database, OutboxSettings settings, int limit, Collection<String> closed) {
        return database.sql(CLAIM)
                .param("closed", closed.toArray(String[]::new))
                .param("perConnection", settings.perConnection())
                .param("limit", limit)
                .param("lease", settings.lease().toMillis())
                .query(OutboxRows::message)
                .list();
    }
}
