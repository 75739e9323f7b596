package io.vestibule.portal.request;

import io.vestibule.platform.id.Ids;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.PortalEvent.RequestOpened;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.RequestDraft;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.Relocation.Goal;
import io.vestibule.portal.request.RelocationPlan.Impossible;
import io.vestibule.portal.request.RelocationPlan.Possible;
import io.vestibule.portal.request.RelocationRows.Move;
import io.vestibule.portal.request.RequestEntry.Reason;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Lets entries go from one request to another of the same client, for {@link Requests}: one transaction with the notes in
 * both and the feed event, under the locks of both. Nobody comes to see anything by it without the consent of the person
 * who does it.
 */
@Component
class Relocations {

    private final Clients clients;
    private final Clock clock;
    private final Parties parties;
    private final RequestReads reads;
    private final TimelineReads timelines;
    private final RequestRows rows;
    private final RequestLocks locks;
    private final RelocationPlans plans;
    private final RelocationRows relocated;
    private final Merges merges;

    Relocations(
            Clients clients,
            Clock clock,
            Parties parties,
            RequestReads reads,
            TimelineReads timelines,
            RequestRows rows,
            RequestLocks locks,
            RelocationPlans plans,
            RelocationRows relocated,
            Merges merges) {
        this.clients = clients;
        this.clock = clock;
        this.parties = parties;
        this.reads = reads;
        this.timelines = timelines;
        this.rows = rows;
        this.locks = locks;
        this.plans = plans;
        this.relocated = relocated;
        this.merges = merges;
    }

    RelocationPlan plan(Access access, UUID id, Relocation wanted) {
        return plans.of(access, id, wanted);
    }

    Outcome apply(Access access, UUID id, Relocation wanted) {
        Set<UUID> both = both(access, id, wanted.goal());
        return locks.holding(() -> both, () -> switch (plans.of(access, id, wanted)) {
            case Impossible no -> no.why();
            case Possible plan ->
                RelocationRules.consent(plan.gaining(), wanted.consented())
                        .orElseGet(() -> write(access, plan, wanted.goal()));
        });
    }

    private Set<UUID> both(Access access, UUID id, Goal goal) {
        String number = switch (goal) {
            case Goal.Other other -> other.number();
            case Goal.Merge merge -> merge.number();
            case Goal.Fresh fresh -> "";
        };
        Stream<UUID> other = reads.find(access, number).map(Request::id).stream();
        return Stream.concat(Stream.of(id), other).collect(Collectors.toSet());
    }

    private Outcome write(Access access, Possible plan, Goal goal) {
        return switch (goal) {
            case Goal.Other other -> {
                Move move = move(access, Reason.MOVE, plan, to(plan));
                relocated.relocate(move);
                yield new Applied(RequestRows.resource(rows.state(move.to())));
            }
            case Goal.Merge merge -> merges.merge(plan, move(access, Reason.MERGE, plan, to(plan)));
            case Goal.Fresh fresh -> split(access, plan, fresh.subject());
        };
    }

    private static UUID to(Possible plan) {
        return Objects.requireNonNull(plan.to()).id();
    }

    private Outcome split(Access access, Possible plan, String subject) {
        RequestEntry first = plan.entries().stream()
                .filter(RelocationRules::isPublic)
                .findFirst()
                .flatMap(entry -> timelines.entry(access, plan.from().id(), entry.id()))
                .orElseThrow();
        UUID id = open(access, plan, first, subject);
        Move move = move(access, Reason.SPLIT, plan, id);
        UUID note = relocated.relocate(move);
        relocated.opens(first.id());
        RequestState state = rows.state(id);
        rows.tell(id, note, Cause.PORTAL, new RequestOpened(state, Objects.requireNonNullElse(first.text(), "")));
        return new Applied(RequestRows.resource(state));
    }

    private Move move(Access access, Reason reason, Possible plan, UUID to) {
        List<UUID> entries = plan.entries().stream().map(RequestEntry::id).toList();
        Visibility visibility =
                plan.entries().stream().anyMatch(RelocationRules::isPublic) ? Visibility.PUBLIC : Visibility.INTERNAL;
        return new Move(
                Ids.next(),
                reason,
                plan.from().id(),
                to,
                entries,
                plan.joining(),
                visibility,
                reason == Reason.MERGE ? plan.from().state().status() : null,
                clock.instant(),
                parties.self(access));
    }

    /** As old as its first entry, as private as the old one, and looked after by the same person. */
    private UUID open(Access access, Possible plan, RequestEntry first, String subject) {
        RequestState old = plan.from().state();
        UUID id = Ids.next();
        RequestDraft draft = new RequestDraft(
                subject.strip(),
                Objects.requireNonNullElse(first.text(), ""),
                null,
                plan.requester(),
                List.of(),
                List.of(),
                first.channel(),
                answered(plan, first) ? RequestStatus.IN_PROGRESS : RequestStatus.NEW,
                first.at());
        rows.insert(
                id,
                new NewRequest(plan.from().clientId(), draft, plan.from().confidential()),
                clients.find(access, plan.from().clientId()).orElseThrow(),
                plan.requester(),
                new RequestRows.Opening(first.at(), null));
        rows.setAssignment(id, RequestCare.assignment(old), old.teamAddress());
        return id;
    }

    private static boolean answered(Possible plan, RequestEntry first) {
        return plan.entries().stream()
                .anyMatch(entry -> !entry.id().equals(first.id())
                        && RelocationRules.isPublic(entry)
                        && entry.by().isStaff());
    }
}
