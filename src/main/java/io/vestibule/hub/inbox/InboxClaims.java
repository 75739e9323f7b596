package io.vestibule.hub.inbox;

import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The three statements of a claim, all in the transaction of {@link Inbox#claim}: find candidates fairly over the apps,
 * lock their ordering keys, take those that are still the first of their key.
 */
final class InboxClaims {

    private InboxClaims() {}

    private record Candidate(long id, String app, String orderingKey) {}

    static List<Long> candidates(Database database, int atMost, int perApp) {
        return database.sql("""
                        select m.id
                        from (select distinct app from hub.inbox_message where is_open) a
                        cross join lateral (
                            select c.id, row_number() over (order by c.due_at, c.id) as turn
                            from (
                                select i.id, i.due_at from hub.inbox_message i
                                where i.is_open and i.app = a.app and i.due_at <= clock_timestamp()
                                and not exists (select from hub.inbox_message o
                                    where o.is_open and o.app = i.app and o.ordering_key = i.ordering_key
                                    and (o.id < i.id
                                        or o.state = 'PROCESSING' and o.id <> i.id and o.due_at > clock_timestamp()))
                                order by i.due_at, i.id
                                limit greatest(0, :perApp - (select count(*) from hub.inbox_message p
                                    where p.is_open and p.app = a.app and p.state = 'PROCESSING'
                                    and p.due_at > clock_timestamp()))
                            ) c
                        ) t
                        join hub.inbox_message m on m.id = t.id
                        order by t.turn, m.id
                        limit :atMost
                        for update of m skip locked
                        """)
                .param("perApp", perApp)
                .param("atMost", atMost)
                .query(Long.class)
                .list();
    }

    /** One candidate per ordering key, and only where nobody else is busy with that key. */
    static List<Long> lock(Database database, List<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<Long, Long> firstOfKey = new LinkedHashMap<>();
        database.sql("select id, app, ordering_key from hub.inbox_message where id in (:ids) order by id")
                .param("ids", ids)
                .query(Candidate.class)
                .list()
                .forEach(candidate ->
                        firstOfKey.putIfAbsent(KeyLocks.of(candidate.app(), candidate.orderingKey()), candidate.id()));
        return KeyLocks.takeFree(database, firstOfKey.keySet()).stream()
                .map(firstOfKey::get)
                .toList();
    }

    static List<InboxMessage> take(Database database, List<Long> ids, Duration lease) {
        return database.sql("""
                        update hub.inbox_message m set state = 'PROCESSING', claim = gen_random_uuid(),
                            attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => :lease),
                            changed_at = clock_timestamp()
                        where m.id in (:ids) and m.is_open and m.due_at <= clock_timestamp()
                        and not exists (select from hub.inbox_message o
                            where o.is_open and o.app = m.app and o.ordering_key = m.ordering_key
                            and (o.id < m.id
                                or o.state = 'PROCESSING' and o.id <> m.id and o.due_at > clock_timestamp()))
                        returning m.*, coalesce(
                            (select p.headers from hub.payload p where p.id = m.payload_id), '{}') as headers
                        """)
                .param("lease", lease.toSeconds())
                .param("ids", ids)
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
                InboxJson.readMap(row.getString("headers")),
                row.getTimestamp("received_at").toInstant(),
                row.getInt("attempts"),
                row.getInt("replays"),
                assignment(row),
                row.getObject("claim", UUID.class),
                row.getString("trace"));
    }

    static @Nullable Assignment assignment(ResultSet row) throws SQLException {
        String client = row.getString("assigned_client");
        return client == null
                ? null
                : new Assignment(client, row.getString("assigned_contact"), row.getString("assigned_by"));
    }
}
