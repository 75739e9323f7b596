package io.vestibule.portal.request;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalEvent.RequestParticipantsChanged;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.request.RequestEntry.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Who takes part in a request without being mailed about it, for {@link Requests}. Whoever stopped the mails goes on taking
 * part: sees the request, may answer it, and is counted among those who hear of it.
 */
@Component
class Mailing {

    private final Clock clock;
    private final Parties parties;
    private final RequestRows rows;
    private final RequestLocks locks;

    Mailing(Clock clock, Parties parties, RequestRows rows, RequestLocks locks) {
        this.clock = clock;
        this.parties = parties;
        this.rows = rows;
        this.locks = locks;
    }

    Outcome set(Access access, UUID id, Party participant, boolean mailed) {
        return locks.locked(access, id, request -> set(access, request, participant, mailed));
    }

    private Outcome set(Access access, Request request, Party participant, boolean mailed) {
        Optional<UUID> into = MergeRows.into(request);
        if (into.isPresent()) {
            return set(access, into.get(), participant, mailed);
        }
        Optional<Person> person = parties.find(request.clientId(), participant);
        Optional<Outcome> no = person.flatMap(found -> refusal(access, request, found));
        if (no.isPresent()) {
            return no.get();
        }
        boolean changed =
                person.isPresent() && rows.setMuted(request.id(), person.get().id(), !mailed) > 0;
        return changed ? tell(access, request, person.get(), mailed) : new Applied(RequestRows.resource(request));
    }

    /** Everybody decides about their own mails; about those of others, whoever decides about their taking part. */
    private static Optional<Outcome> refusal(Access access, Request request, Person person) {
        return person.id().equals(access.personId())
                ? Optional.empty()
                : RequestCare.participationRefusal(access, request, person.id());
    }

    private Outcome tell(Access access, Request request, Person person, boolean mailed) {
        Party by = access.isPerson() ? parties.self(access) : Party.of(person);
        Channel channel = access.isPerson() ? Channel.PORTAL : Channel.EMAIL;
        Instant now = clock.instant();
        UUID entry = rows.insertEntry(
                request.id(),
                EntryDraft.change(Kind.MAILING, now, by, channel)
                        .values(mailed ? null : person.name(), mailed ? person.name() : null));
        rows.touch(request.id(), now);
        RequestState state = rows.state(request.id());
        rows.tell(request.id(), entry, Cause.PORTAL, new RequestParticipantsChanged(state, by));
        return new Applied(RequestRows.resource(state));
    }
}
