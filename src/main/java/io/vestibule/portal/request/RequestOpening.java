package io.vestibule.portal.request;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.client.Client;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Outcome.Duplicate;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalEvent.RequestOpened;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.RequestDraft;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.RequestEntry.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens requests for {@link Requests}: checks first, then writes request, participants, entry and feed event at once. */
@Component
class RequestOpening {

    private final Database portalDatabase;
    private final Clients clients;
    private final Clock clock;
    private final Parties parties;
    private final Files files;
    private final RequestRows rows;

    RequestOpening(
            Database portalDatabase, Clients clients, Clock clock, Parties parties, Files files, RequestRows rows) {
        this.portalDatabase = portalDatabase;
        this.clients = clients;
        this.clock = clock;
        this.parties = parties;
        this.files = files;
        this.rows = rows;
    }

    Outcome open(Access access, NewRequest request, Cause cause) {
        return portalDatabase.inTransaction(() -> {
            Optional<Client> client = clients.find(access, request.clientId());
            if (client.isEmpty()) {
                return Outcome.refused(Refusal.UNKNOWN_CLIENT, "There is no client " + request.clientId() + ".");
            }
            return refusal(access, request)
                    .or(() -> rows.withOrigin(cause.origin()).map(Duplicate::new))
                    .orElseGet(() -> write(access, request, client.get(), cause));
        });
    }

    private Optional<Outcome> refusal(Access access, NewRequest request) {
        RequestDraft draft = request.draft();
        return RequestRules.opening(access, draft)
                .or(() -> unknownParty(request.clientId(), draft))
                .or(() -> files.refusal(access, draft.files()));
    }

    private Outcome write(Access access, NewRequest request, Client client, Cause cause) {
        RequestDraft draft = request.draft();
        Party requester = requester(access, request);
        Instant at = draft.sentAt() == null ? clock.instant() : earlier(draft.sentAt(), clock.instant());
        UUID id = Ids.next();
        if (!rows.insert(id, request, client, requester, new RequestRows.Opening(at, cause.origin()))) {
            return new Duplicate(rows.withOrigin(cause.origin()).orElseThrow());
        }
        rows.join(id, participants(client.id(), draft, requester));
        rows.news(id, cause);
        UUID entry = rows.insertEntry(id, entry(draft, at, by(access, requester, cause)));
        files.attach(id, entry, draft.files());
        RequestState state = rows.state(id);
        rows.tell(id, entry, cause, new RequestOpened(state, draft.text()));
        return new Applied(RequestRows.resource(state));
    }

    private static EntryDraft entry(RequestDraft draft, Instant at, Party by) {
        return EntryDraft.change(Kind.OPENED, at, by, draft.channel())
                .saying(Visibility.PUBLIC, draft.text(), draft.elided());
    }

    private Party by(Access access, @Nullable Party requester, Cause cause) {
        if (access.isPerson()) {
            return parties.self(access);
        }
        return requester == null ? cause.by() : requester;
    }

    /** A client's person asks for themself; staff may open for somebody. */
    private @Nullable Party requester(Access access, NewRequest request) {
        Party named = request.draft().requester();
        if (access.isPerson() && !access.isInternal()) {
            return parties.self(access);
        }
        return named == null ? null : parties.known(request.clientId(), named);
    }

    private List<UUID> participants(UUID client, RequestDraft draft, @Nullable Party requester) {
        List<UUID> people = new ArrayList<>(Parties.ids(requester));
        people.addAll(parties.people(client, draft.participants()));
        return people;
    }

    private Optional<Outcome> unknownParty(UUID client, RequestDraft draft) {
        boolean known = parties.exists(client, draft.requester())
                && draft.participants().stream().allMatch(party -> parties.exists(client, party));
        return known ? Optional.empty() : Optional.of(RequestRules.unknownPerson());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
