package io.vestibule.portal.request;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.client.Client;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Outcome.Stale;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalEvent.RequestAssigned;
import io.vestibule.portal.contract.PortalEvent.RequestParticipantsChanged;
import io.vestibule.portal.contract.PortalEvent.RequestRevised;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.RequestEntry.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who looks after a request, who takes part, and its wording, for {@link Requests}. */
@Component
class RequestCare {

    /** A null text stays as it is. */
    record Wording(String subject, @Nullable String text) {}

    private final Clients clients;
    private final Clock clock;
    private final Parties parties;
    private final RequestRows rows;
    private final RequestLocks locks;

    RequestCare(Clients clients, Clock clock, Parties parties, RequestRows rows, RequestLocks locks) {
        this.clients = clients;
        this.clock = clock;
        this.parties = parties;
        this.rows = rows;
        this.locks = locks;
    }

    Outcome revise(Access access, UUID id, Wording wording, Cause cause) {
        return locks.locked(
                access,
                id,
                request -> revisionRefusal(access, wording)
                        .or(() -> RequestRules.versionMoved(request, cause))
                        .or(() -> rows.news(id, cause)
                                ? Optional.empty()
                                : Optional.of(new Stale(RequestRows.resource(request.state()))))
                        .orElseGet(() -> revise(request, wording, cause)));
    }

    private static Optional<Outcome> revisionRefusal(Access access, Wording wording) {
        if (access.isPerson()) {
            return RequestRules.no(
                    Refusal.NOT_PERMITTED, "Only the source of a request words it anew. Write a comment instead.");
        }
        return wording.subject().length() > RequestRules.LONGEST_SUBJECT
                ? RequestRules.no(Refusal.TOO_LARGE, "The subject is too long. Shorten it.")
                : RequestRules.size(wording.text(), null);
    }

    private Outcome revise(Request request, Wording wording, Cause cause) {
        String text = wording.text() == null ? request.text() : wording.text();
        boolean same = request.state().subject().equals(wording.subject().strip())
                && request.text().equals(text);
        if (same || wording.subject().isBlank()) {
            return new Applied(RequestRows.resource(request.state()));
        }
        rows.setText(request.id(), wording.subject().strip(), text);
        Party by = parties.known(request.clientId(), cause.by());
        EntryDraft entry = EntryDraft.change(Kind.REVISED, clock.instant(), by, rows.channel(request.id()))
                .saying(Visibility.PUBLIC, request.text(), null)
                .values(request.state().subject(), wording.subject().strip());
        UUID stored = store(request, entry);
        RequestState state = rows.state(request.id());
        rows.tell(request.id(), stored, cause, new RequestRevised(state));
        return new Applied(RequestRows.resource(state));
    }

    Outcome assign(Access access, UUID id, Assignment assignment) {
        return locks.locked(
                access,
                id,
                request -> assignmentRefusal(access, assignment).orElseGet(() -> write(access, request, assignment)));
    }

    private Optional<Outcome> assignmentRefusal(Access access, Assignment assignment) {
        if (!access.may(Permission.ASSIGN) || !access.isPerson()) {
            return RequestRules.no(Refusal.NOT_PERMITTED, "Only the firm's people say who looks after a request.");
        }
        return assignment.owner() == null || parties.mayOwn(assignment.owner())
                ? Optional.empty()
                : Optional.of(RequestRules.unknownPerson());
    }

    private Outcome write(Access access, Request request, Assignment assignment) {
        Assignment before = assignment(request.state());
        if (before.equals(assignment)) {
            return new Applied(RequestRows.resource(request.state()));
        }
        Client client = clients.find(access, request.clientId()).orElseThrow();
        boolean clientsTeam = assignment.team() != null && assignment.team().equals(client.team());
        rows.setAssignment(request.id(), assignment, clientsTeam ? client.teamAddress() : null);
        Party by = parties.self(access);
        RequestState after = rows.state(request.id());
        UUID entry = store(
                request,
                EntryDraft.change(Kind.ASSIGNED, clock.instant(), by, Channel.PORTAL)
                        .values(shown(request.state()), shown(after)));
        RequestState state = rows.state(request.id());
        rows.tell(request.id(), entry, Cause.PORTAL, new RequestAssigned(state, by));
        return new Applied(RequestRows.resource(state));
    }

    static Assignment assignment(RequestState state) {
        Party owner = state.owner();
        return new Assignment(owner == null ? null : UUID.fromString(Objects.requireNonNull(owner.id())), state.team());
    }

    private static @Nullable String shown(RequestState state) {
        String owner = state.owner() == null ? null : state.owner().name();
        if (owner == null || state.team() == null) {
            return owner == null ? state.team() : owner;
        }
        return owner + ", " + state.team();
    }

    Outcome setConfidential(Access access, UUID id, boolean confidential) {
        return locks.locked(access, id, request -> {
            if (!access.may(Permission.SEE_PRIVATE_REQUESTS) || !access.may(Permission.WRITE)) {
                return Outcome.refused(
                        Refusal.NOT_PERMITTED, "Only an admin makes a request private. Ask one of them.");
            }
            if (request.confidential() != confidential) {
                rows.setPrivate(id, confidential);
                store(
                        request,
                        EntryDraft.change(Kind.PRIVACY, clock.instant(), parties.self(access), Channel.PORTAL)
                                .values(null, confidential ? "private" : "open"));
            }
            return new Applied(RequestRows.resource(rows.state(id)));
        });
    }

    Outcome addParticipant(Access access, UUID id, UUID person) {
        return locks.locked(access, id, request -> {
            Optional<Outcome> no = participationRefusal(access, request, person);
            if (no.isPresent()) {
                return no.get();
            }
            if (!parties.mayTakePart(request.clientId(), person)) {
                return RequestRules.unknownPerson();
            }
            if (rows.join(id, List.of(person)) > 0) {
                return participantsChanged(access, request, null, parties.name(person));
            }
            return request.withdrawn()
                    ? RelocationRules.withdrawn(request)
                    : new Applied(RequestRows.resource(request.state()));
        });
    }

    Outcome removeParticipant(Access access, UUID id, UUID person) {
        return locks.locked(access, id, request -> {
            Optional<Outcome> no = participationRefusal(access, request, person);
            if (no.isPresent()) {
                return no.get();
            }
            return rows.leave(id, person) == 0
                    ? new Applied(RequestRows.resource(request.state()))
                    : participantsChanged(access, request, parties.name(person), null);
        });
    }

    /** Taking part lets a person see a private request: whom, is decided by those who see it anyway. */
    static Optional<Outcome> participationRefusal(Access access, Request request, UUID person) {
        if (!access.may(Permission.WRITE)) {
            return RequestRules.no(Refusal.NOT_PERMITTED, "You may read but not change who takes part here.");
        }
        boolean decides = !request.confidential() || access.may(Permission.SEE_PRIVATE_REQUESTS);
        return decides || person.equals(access.personId())
                ? Optional.empty()
                : RequestRules.no(
                        Refusal.NOT_PERMITTED,
                        "Who takes part in a private request is for an admin to say. Ask one of them.");
    }

    private Outcome participantsChanged(
            Access access, Request request, @Nullable String left, @Nullable String joined) {
        Party by = parties.self(access);
        UUID entry = store(
                request,
                EntryDraft.change(Kind.PARTICIPANTS, clock.instant(), by, Channel.PORTAL)
                        .values(left, joined));
        RequestState state = rows.state(request.id());
        rows.tell(request.id(), entry, Cause.PORTAL, new RequestParticipantsChanged(state, by));
        return new Applied(RequestRows.resource(state));
    }

    private UUID store(Request request, EntryDraft entry) {
        Instant at = entry.at();
        UUID id = rows.insertEntry(request.id(), entry);
        rows.touch(request.id(), at);
        return id;
    }
}
