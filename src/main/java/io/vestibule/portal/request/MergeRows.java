package io.vestibule.portal.request;

import static io.vestibule.portal.contract.ContractJson.constant;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.request.RelocationRows.Move;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes what {@link Merges} needs beside the entries that go; under the locks of both requests. */
@Component
class MergeRows {

    /**
     * To a merged request or one that goes on as it, and what of it lies in the other request. Whom the words let in came
     * with them; who came later was let in by somebody.
     */
    private static final String SAID_SINCE = """
            with recursive gone (id) as (
                select :from::uuid
                union
                select r.id from gone g join portal.request r on r.merged_into = g.id),
            said as (
                select e.id, e.recorded_at, e.said_to, case when e.by_kind = 'contact' then e.by_id end writer
                from portal.entry e
                where e.request_id = :into and e.said_to in (select id from gone))
            select array(select id from said) entries,
                   array(select distinct writer from said where writer is not null and said_to = :from::uuid) writers,
                   array(select distinct p.person_id from said s join portal.participant p on p.person_id = s.writer
                         where p.request_id = :into and p.added_at >= s.recorded_at
                           and p.added_at < s.recorded_at + interval '10 seconds') let_in
            """;

    private final Database portalDatabase;

    MergeRows(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /**
     * A merge that can be taken back.
     *
     * @param entries that still lie in the other request
     * @param joined who takes part there because of it
     * @param writers of what was said to the merged request since and comes back to it
     */
    record Merge(UUID into, List<UUID> entries, List<UUID> joined, List<UUID> writers, RequestStatus before) {

        private Merge with(List<UUID> said, List<UUID> letIn, List<UUID> by) {
            return new Merge(into, both(entries, said), both(joined, letIn), by, before);
        }

        private static List<UUID> both(List<UUID> some, List<UUID> others) {
            return Stream.concat(some.stream(), others.stream()).distinct().toList();
        }
    }

    static Optional<UUID> into(Request request) {
        return Optional.ofNullable(request.state().mergedInto()).map(UUID::fromString);
    }

    /** Null: it is a request of its own again. */
    void point(UUID from, @Nullable UUID into) {
        portalDatabase
                .sql("update portal.request set merged_into = :into where id = :from")
                .param("into", into, Types.OTHER)
                .param("from", from)
                .update();
    }

    /** Who came along and wants no mails gets none there either. */
    void mute(Move move) {
        portalDatabase.sql("""
                        update portal.participant t set muted = true
                        from portal.participant s, portal.relocation m
                        where m.id = :id and t.request_id = m.to_id and t.person_id = any(m.joined)
                          and s.request_id = m.from_id and s.person_id = t.person_id and s.muted
                        """).param("id", move.id()).update();
    }

    List<UUID> mergedInto(Collection<UUID> requests) {
        return portalDatabase
                .sql("select id from portal.request where merged_into = any(:requests::uuid[]) order by id")
                .param("requests", RelocationRows.texts(requests))
                .query(UUID.class)
                .list();
    }

    /** Of what was said since, nothing. */
    Merge last(UUID from) {
        return portalDatabase
                .sql("""
                        select m.to_id, m.joined, m.status_before,
                               array(select e.id from portal.entry e
                                     where e.request_id = m.to_id and e.id = any(m.entries)) entries
                        from portal.relocation m where m.from_id = :from and m.kind = 'merge'
                        order by m.at desc, m.id desc limit 1
                        """)
                .param("from", from)
                .query((row, number) -> new Merge(
                        row.getObject("to_id", UUID.class),
                        ids(row.getArray("entries")),
                        ids(row.getArray("joined")),
                        List.of(),
                        constant(RequestStatus.class, row.getString("status_before"))))
                .single();
    }

    /** The same with all that was said to the merged request since, and with whom that let in. */
    Merge lastWithSaidSince(UUID from) {
        Merge merge = last(from);
        return portalDatabase
                .sql(SAID_SINCE)
                .param("from", from)
                .param("into", merge.into())
                .query((row, number) -> merge.with(
                        ids(row.getArray("entries")), ids(row.getArray("let_in")), ids(row.getArray("writers"))))
                .single();
    }

    /** Who wrote there meanwhile stays, and so does who takes part in another one that goes on there. */
    void takeOut(Merge merge) {
        handOver(merge);
        portalDatabase
                .sql("""
                        delete from portal.participant p where p.request_id = :into and p.person_id = any(:joined::uuid[])
                          and not exists (select from portal.entry e
                                          where e.request_id = :into and e.by_id = p.person_id and e.kind <> 'relocated')
                          and not exists (select from portal.request o join portal.participant q on q.request_id = o.id
                                          where o.merged_into = :into and q.person_id = p.person_id)
                        """)
                .param("into", merge.into())
                .param("joined", RelocationRows.texts(merge.joined()))
                .update();
    }

    /** Who stays because of another merge only goes with that one. */
    private void handOver(Merge merge) {
        portalDatabase
                .sql("""
                        update portal.relocation m set joined = m.joined || array(
                            select p.person_id from portal.participant p
                            where p.request_id = m.from_id and p.person_id = any(:joined::uuid[])
                              and p.person_id <> all(m.joined))
                        from portal.request o
                        where o.merged_into = :into and m.from_id = o.id and m.to_id = :into and m.kind = 'merge'
                        """)
                .param("into", merge.into())
                .param("joined", RelocationRows.texts(merge.joined()))
                .update();
    }

    private static List<UUID> ids(Array array) throws SQLException {
        return Arrays.asList((UUID[]) array.getArray());
    }
}
