package io.vestibule.portal.request;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalEvent.RequestParticipantsChanged;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.request.RequestEntry.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Who else a mail about a request went to, for {@link Requests}. Colleagues take part by the word of a writer who may say
 * so, by the same rule as on the page; all others are listed here, for the firm to admit or not.
 */
@Component
class Onlookers {

    /** On one request: a list that nobody can read helps nobody. */
    private static final int MOST = 50;

    /** Of one mail: more is a list, and nobody means to let a list take part. */
    private static final int MOST_COLLEAGUES = 20;

    /** Of somebody who takes part in the request, the main one or a further one. */
    private static final String IS_OF_PARTICIPANT = """
            exists (select from portal.participant p join portal.person q on q.id = p.person_id
                    where p.request_id = :request and (q.email = %1$s or exists (
                        select from portal.person_address a
                        where a.person_id = q.id and a.address = %1$s and a.removed_at is null)))
            """;

    private final Database portalDatabase;
    private final Clock clock;
    private final Parties parties;
    private final RequestRows rows;
    private final RequestLocks locks;

    Onlookers(Database portalDatabase, Clock clock, Parties parties, RequestRows rows, RequestLocks locks) {
        this.portalDatabase = portalDatabase;
        this.clock = clock;
        this.parties = parties;
        this.rows = rows;
        this.locks = locks;
    }

    List<Onlooker> of(Request request) {
        return portalDatabase
                .sql("""
                        select email, name, named_by, at from portal.onlooker
                        where request_id = :request order by at, email
                        """)
                .param("request", request.id())
                .query(Onlooker.class)
                .list();
    }

    Outcome note(Access access, UUID id, Company company) {
        if (company.colleagues().size() > MOST_COLLEAGUES || company.others().size() > MOST) {
            return Outcome.refused(
                    Refusal.TOO_LARGE,
                    "One mail names at most %d colleagues and %d others.".formatted(MOST_COLLEAGUES, MOST));
        }
        return locks.locked(access, id, request -> {
            Optional<Person> writer = parties.find(request.clientId(), company.writer());
            boolean decides = writer.filter(Person::active)
                    .filter(person -> maySayWhoTakesPart(person, request))
                    .isPresent();
            list(request, company.writer(), company.others());
            if (!decides) {
                list(request, company.writer(), company.colleagues());
                return new Applied(RequestRows.resource(request));
            }
            return join(request, company.colleagues(), Party.of(writer.get()), Channel.EMAIL);
        });
    }

    /** As on the page: whoever writes, in a private request an admin of the client only. */
    private static boolean maySayWhoTakesPart(Person writer, Request request) {
        Access own = Access.of(writer);
        return own.may(Permission.WRITE) && (!request.confidential() || own.may(Permission.SEE_PRIVATE_REQUESTS));
    }

    Outcome decide(Access access, UUID id, String email, boolean admitted) {
        return locks.locked(access, id, request -> {
            if (!access.may(Permission.ASSIGN)) {
                return Outcome.refused(
                        Refusal.NOT_PERMITTED, "Only the firm's people admit somebody. Ask one of them.");
            }
            List<Party> listed = of(request).stream()
                    .filter(onlooker -> onlooker.email().equals(People.normalized(email)))
                    .map(onlooker -> new Party(Party.Kind.CONTACT, null, onlooker.name(), onlooker.email()))
                    .toList();
            strike(request, email);
            return admitted
                    ? join(request, listed, parties.self(access), Channel.PORTAL)
                    : new Applied(RequestRows.resource(request));
        });
    }

    /** New ones become contacts who see own requests only; who is no longer active stays away. */
    private Outcome join(Request request, List<Party> people, Party by, Channel channel) {
        List<Party> joined = people.stream()
                .filter(Party::isContact)
                .map(party -> parties.known(request.clientId(), party))
                .filter(party -> joins(request, party))
                .toList();
        if (joined.isEmpty()) {
            return new Applied(RequestRows.resource(request));
        }
        strikeParticipants(request.id());
        Instant now = clock.instant();
        String names = joined.stream().map(Party::name).collect(Collectors.joining(", "));
        UUID entry = rows.insertEntry(
                request.id(),
                EntryDraft.change(Kind.PARTICIPANTS, now, by, channel).values(null, names));
        rows.touch(request.id(), now);
        RequestState state = rows.state(request.id());
        rows.tell(request.id(), entry, Cause.PORTAL, new RequestParticipantsChanged(state, by));
        return new Applied(RequestRows.resource(state));
    }

    private boolean joins(Request request, Party party) {
        String id = party.id();
        return id != null
                && parties.mayTakePart(request.clientId(), UUID.fromString(id))
                && rows.join(request.id(), List.of(UUID.fromString(id))) > 0;
    }

    private void list(Request request, Party writer, List<Party> others) {
        String namedBy = writer.name() == null ? Objects.requireNonNullElse(writer.email(), "") : writer.name();
        others.stream()
                .filter(party -> party.email() != null)
                .forEach(party -> portalDatabase
                        .sql("""
                        insert into portal.onlooker (request_id, email, name, named_by, at)
                        select :request, :email, :name, :namedBy, :at
                        where (select count(*) from portal.onlooker where request_id = :request) < :most
                          and not\s""" + IS_OF_PARTICIPANT.formatted(":email") + " on conflict do nothing")
                        .param("request", request.id())
                        .param("email", People.normalized(Objects.requireNonNull(party.email())))
                        .param("name", party.name())
                        .param("namedBy", namedBy)
                        .param("at", Database.at(clock.instant()))
                        .param("most", MOST)
                        .update());
    }

    /** Whom mails about a merged request went to as well is listed where it goes on, for staff to decide about. */
    void goAlong(UUID from, UUID to) {
        strikeParticipants(to);
        portalDatabase
                .sql("""
                        insert into portal.onlooker (request_id, email, name, named_by, at)
                        select :request, o.email, o.name, o.named_by, o.at from portal.onlooker o
                        where o.request_id = :from
                          and not exists (select from portal.onlooker l
                                          where l.request_id = :request and l.email = o.email)
                          and not\s""" + IS_OF_PARTICIPANT.formatted("o.email") + """
                        order by o.at, o.email
                        limit greatest(0, :most - (select count(*) from portal.onlooker where request_id = :request))
                        """)
                .param("request", to)
                .param("from", from)
                .param("most", MOST)
                .update();
    }

    /** Who takes part waits for nobody. */
    private void strikeParticipants(UUID request) {
        portalDatabase
                .sql("delete from portal.onlooker o where o.request_id = :request and "
                        + IS_OF_PARTICIPANT.formatted("o.email"))
                .param("request", request)
                .update();
    }

    private void strike(Request request, String email) {
        portalDatabase
                .sql("delete from portal.onlooker where request_id = ? and email = ?")
                .params(request.id(), People.normalized(email))
                .update();
    }
}
