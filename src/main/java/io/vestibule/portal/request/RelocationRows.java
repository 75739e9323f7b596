package io.vestibule.portal.request;

import static io.vestibule.portal.contract.ContractJson.word;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalEvent.EntriesMoved;
import io.vestibule.portal.contract.PortalEvent.MovedEntry;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.RequestEntry.Kind;
import io.vestibule.portal.request.RequestEntry.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes the rows of {@link Relocations}, which decides before; under the locks of both requests. */
@Component
class RelocationRows {

    private final Database portalDatabase;
    private final RequestRows rows;

    RelocationRows(Database portalDatabase, RequestRows rows) {
        this.portalDatabase = portalDatabase;
        this.rows = rows;
    }

    /**
     * One that is about to be done.
     *
     * @param id of the row that keeps it
     * @param joining take part there from then on
     * @param visibility of the word about it: internal where only internal notes go
     * @param before the status of a request that is merged
     */
    record Move(
            UUID id,
            Reason reason,
            UUID from,
            UUID to,
            List<UUID> entries,
            Set<UUID> joining,
            Visibility visibility,
            @Nullable RequestStatus before,
            Instant at,
            Party by) {}

    /**
     * The entries lie in the other request from now on, at their old times; both requests and the feed tell it.
     *
     * @return the note in the request that they went to
     */
    UUID relocate(Move move) {
        keep(move, join(move));
        take(move);
        UUID left = note(move.from(), move);
        UUID came = note(move.to(), move);
        rows.touch(move.from(), move.at());
        rows.touch(move.to(), move.at());
        EntriesMoved event = new EntriesMoved(
                rows.state(move.from()),
                rows.state(move.to()),
                moved(move.entries()),
                move.reason() == Reason.SPLIT,
                move.by());
        rows.tell(move.from(), left, Cause.PORTAL, event);
        return came;
    }

    /** What opened a request is a comment in another one, and opens its own again when it comes back. */
    private void take(Move move) {
        portalDatabase
                .sql("""
                        update portal.entry e set request_id = :to, kind = case
                            when exists (select from portal.relocation m
                                         where m.from_id = :to and m.kind = 'merge' and m.opening = e.id) then 'opened'
                            when e.kind = 'opened' then 'comment'
                            else e.kind end
                        where e.request_id = :from and e.id = any(:entries::uuid[])
                        """)
                .param("from", move.from())
                .param("to", move.to())
                .param("entries", texts(move.entries()))
                .update();
    }

    /** Those who did not take part before. */
    private List<UUID> join(Move move) {
        return move.joining().stream()
                .filter(person -> rows.join(move.to(), List.of(person)) > 0)
                .toList();
    }

    private void keep(Move move, List<UUID> joined) {
        portalDatabase
                .sql("""
                        insert into portal.relocation (id, kind, from_id, to_id, entries, joined, opening, status_before,
                            at, by_id, by_name)
                        values (:id, :kind, :from, :to, :entries::uuid[], :joined::uuid[],
                            (select id from portal.entry where request_id = :from and kind = 'opened'
                                and id = any(:entries::uuid[]) limit 1),
                            :before, :at, :by::uuid, :name)
                        """)
                .param("id", move.id())
                .param("kind", word(move.reason()))
                .param("from", move.from())
                .param("to", move.to())
                .param("entries", texts(move.entries()))
                .param("joined", texts(joined))
                .param("before", move.before() == null ? null : word(move.before()))
                .param("at", Database.at(move.at()))
                .param("by", move.by().id())
                .param("name", move.by().name())
                .update();
    }

    /** The line in a request's timeline that says it. */
    private UUID note(UUID request, Move move) {
        UUID note = rows.insertEntry(
                request,
                EntryDraft.change(Kind.RELOCATED, move.at(), move.by(), Channel.PORTAL)
                        .saying(move.visibility(), null, null));
        portalDatabase
                .sql("update portal.entry set relocation = ? where id = ?")
                .params(move.id(), note)
                .update();
        return note;
    }

    /** The entry is the word that its request was opened with. */
    void opens(UUID entry) {
        portalDatabase
                .sql("update portal.entry set kind = 'opened' where id = ?")
                .param(entry)
                .update();
    }

    /** As the feed tells them. */
    private List<MovedEntry> moved(List<UUID> entries) {
        return portalDatabase
                .sql("""
                        select e.id, e.event_id, e.by_kind, e.by_id, e.by_name, e.by_email, e.visibility, e.at,
                               coalesce(e.origin_account, o.origin_account) origin_account,
                               coalesce(e.origin_id, o.origin_id) origin_id
                        from portal.entry e
                        left join lateral (
                            select r.origin_account, r.origin_id
                            from portal.relocation m join portal.request r on r.id = m.from_id
                            where m.opening = e.id and m.kind = 'merge' limit 1) o on true
                        where e.id = any(:entries::uuid[]) order by e.at, e.id
                        """)
                .param("entries", texts(entries))
                .query((row, number) -> new MovedEntry(
                        row.getString("id"),
                        RequestSql.origin(row),
                        row.getString("event_id"),
                        Objects.requireNonNull(RequestSql.party(row, "by")),
                        ContractJson.constant(Visibility.class, row.getString("visibility")),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    static String[] texts(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).toArray(String[]::new);
    }
}
