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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes what {@link Merges} needs beside the entries that go; under the locks of both requests. */
@Component
class MergeRows {

    private final Database portalDatabase;

    MergeRows(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /**
     * A merge that can be taken back.
     *
     * @param entries that still lie in the other request
     * @param joined who takes part there because of it
     */
    record Merge(UUID into, List<UUID> entries, List<UUID> joined, RequestStatus before) {}

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
                        constant(RequestStatus.class, row.getString("status_before"))))
                .single();
    }

    /** Who wrote there meanwhile stays. */
    void takeOut(Merge merge) {
        portalDatabase
                .sql("""
                        delete from portal.participant p where p.request_id = :into and p.person_id = any(:joined::uuid[])
                          and not exists (select from portal.entry e
                                          where e.request_id = :into and e.by_id = p.person_id and e.kind <> 'relocated')
                        """)
                .param("into", merge.into())
                .param("joined", RelocationRows.texts(merge.joined()))
                .update();
    }

    private static List<UUID> ids(Array array) throws SQLException {
        return Arrays.asList((UUID[]) array.getArray());
    }
}
