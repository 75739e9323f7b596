package io.vestibule.portal.request;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalEvent.RequestRevised;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.RequestEntry.Kind;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes a request from the client that saw it by mistake, for {@link Requests}: nobody there takes part any longer, and
 * what they wrote is for the firm's people only, and so are mails that quote it and what was moved here from another
 * request or said to another one that went on here, and what was said to it and stayed behind where it went on once. A merge
 * is taken back before. The record's own words and those of the
 * firm go with the request, and so does whom only this record made known there.
 */
@Component
class RequestMove {

    private static final String OF_CLIENT = "(select p.id from portal.person p where p.client_id = :client)";

    /** Said to one that went on here, or moved here by hand: its first move began elsewhere. */
    private static final String FROM_ANOTHER_REQUEST = """
            r.id <> coalesce(e.said_to, (
                select m.from_id from portal.relocation m where m.entries @> array[e.id] order by m.at, m.id limit 1))""";

    /** Told by another source than the record that the request is. */
    private static final String FROM_ANOTHER_SOURCE = "e.origin_account is distinct from r.origin_account";

    /** A mail, with the words that it answers or as it was laid out. */
    private static final String QUOTES = """
            e.channel = 'email' and (e.elided is not null or exists (
                select from portal.attachment a join portal.file f on f.id = a.file_id
                where a.entry_id = e.id and f.disposition in ('body', 'inline')))""";

    private final Database portalDatabase;
    private final Clock clock;
    private final Parties parties;
    private final RequestReads reads;
    private final RequestRows rows;
    private final RequestLocks locks;
    private final Merges merges;

    RequestMove(
            Database portalDatabase,
            Clock clock,
            Parties parties,
            RequestReads reads,
            RequestRows rows,
            RequestLocks locks,
            Merges merges) {
        this.portalDatabase = portalDatabase;
        this.clock = clock;
        this.parties = parties;
        this.reads = reads;
        this.rows = rows;
        this.locks = locks;
        this.merges = merges;
    }

    Outcome toClient(Access access, UUID id, @Nullable UUID client, Party by) {
        if (access.isPerson() || !access.may(Permission.CHANGE_CONSOLE)) {
            return Outcome.refused(Refusal.NOT_PERMITTED, "Only the hub moves a request. Correct the link there.");
        }
        return locks.holding(
                () -> merges.together(List.of(id)),
                () -> reads.find(access, id)
                        .map(request -> stands(request, client)
                                ? new Applied(RequestRows.resource(request))
                                : write(merges.alone(access, request, by), client, by))
                        .orElseGet(() -> RequestRules.unknown(id)));
    }

    private boolean stands(Request request, @Nullable UUID client) {
        return client == null ? request.withdrawn() : !request.withdrawn() && client.equals(request.clientId());
    }

    private Outcome write(Request request, @Nullable UUID client, Party by) {
        List<Party> along = request.clientId().equals(client) ? List.of() : takeFrom(request.clientId(), request.id());
        portalDatabase
                .sql("""
                        update portal.request set client_id = coalesce(:client, client_id), withdrawn = :client::uuid is null
                        where id = :id
                        """)
                .param("client", client, Types.OTHER)
                .param("id", request.id())
                .update();
        if (client != null) {
            welcome(request, client);
            rows.join(request.id(), parties.people(client, along));
        }
        return tell(request, client != null, by);
    }

    /**
     * Names and addresses that came with the record stay; who they were at the wrong client doesn't.
     *
     * @return who was known there because of this record only, and no longer is
     */
    private List<Party> takeFrom(UUID former, UUID request) {
        List<UUID> tookPart = portalDatabase
                .sql("select person_id from portal.participant where request_id = :request and person_id in "
                        + OF_CLIENT)
                .param("request", request)
                .param("client", former)
                .query(UUID.class)
                .list();
        for (String sql : List.of(
                "update portal.entry e set visibility = 'internal' from portal.request r"
                        + " where r.id = :request and e.request_id = r.id"
                        + " and (e.kind in ('participants', 'mailing', 'relocated') or e.kind <> 'opened' and ("
                        + FROM_ANOTHER_REQUEST + " or " + QUOTES + " or " + FROM_ANOTHER_SOURCE + " and e.by_id in "
                        + OF_CLIENT + "))",
                "update portal.entry set visibility = 'internal' where said_to = :request and request_id <> :request",
                "update portal.entry set by_id = null where request_id = :request and visibility = 'public' and by_id in "
                        + OF_CLIENT,
                "delete from portal.participant where request_id = :request and person_id in " + OF_CLIENT,
                "delete from portal.onlooker where request_id = :request",
                "update portal.request set requester_id = null where id = :request and requester_id in " + OF_CLIENT)) {
            portalDatabase
                    .sql(sql)
                    .param("request", request)
                    .param("client", former)
                    .update();
        }
        return withdrawn(tookPart);
    }

    /** Nobody asked them in or said which addresses are theirs, and nothing else of theirs is there. */
    private List<Party> withdrawn(List<UUID> people) {
        if (people.isEmpty()) {
            return List.of();
        }
        lockPeople(people);
        return portalDatabase
                .sql("""
                        delete from portal.person p where p.id in (:people) and p.client_id is not null and not p.admitted
                            and p.invited_at is null and p.last_sign_in_at is null and p.password_hash is null
                            and not exists (select from portal.participant o where o.person_id = p.id)
                            and not exists (select from portal.request r where r.requester_id = p.id)
                            and not exists (select from portal.entry e where e.by_id = p.id)
                            and not exists (select from portal.person_address a where a.person_id = p.id)
                        returning p.name, p.email
                        """)
                .param("people", people)
                .query((row, number) ->
                        new Party(Party.Kind.CONTACT, null, row.getString("name"), row.getString("email")))
                .list();
    }

    /** The next statement sees the address that an admin gives them at this moment. */
    private void lockPeople(List<UUID> people) {
        portalDatabase
                .sql("select id from portal.person where id in (:people) order by id for update")
                .param("people", people)
                .query(UUID.class)
                .list();
    }

    /** Whom the record names asks at the right client now. */
    private void welcome(Request request, UUID client) {
        Party requester = request.state().requester();
        if (requester == null || !requester.isContact()) {
            return;
        }
        Party known = parties.known(client, new Party(Party.Kind.CONTACT, null, requester.name(), requester.email()));
        Optional<UUID> person = Optional.ofNullable(known.id()).map(UUID::fromString);
        portalDatabase
                .sql("update portal.request set requester_id = :person where id = :id")
                .param("person", person.orElse(null), Types.OTHER)
                .param("id", request.id())
                .update();
        rows.join(request.id(), person.stream().toList());
    }

    private Outcome tell(Request request, boolean shown, Party by) {
        String former = request.state().clientName();
        String to = rows.state(request.id()).clientName();
        String words = shown
                ? "Moved from %s to %s: it was linked with the wrong client.".formatted(former, to)
                : "Withdrawn from %s: no client sees it until it is linked again.".formatted(former);
        Instant now = clock.instant();
        UUID note = rows.insertEntry(
                request.id(),
                EntryDraft.change(Kind.COMMENT, now, parties.known(request.clientId(), by), Channel.PORTAL)
                        .saying(Visibility.INTERNAL, words, null));
        rows.touch(request.id(), now);
        RequestState state = rows.state(request.id());
        rows.tell(request.id(), note, Cause.PORTAL, new RequestRevised(state));
        return new Applied(RequestRows.resource(state));
    }
}
