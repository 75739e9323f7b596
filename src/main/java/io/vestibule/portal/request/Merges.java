package io.vestibule.portal.request;

import io.vestibule.platform.id.Ids;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.MergeRows.Merge;
import io.vestibule.portal.request.RelocationPlan.Possible;
import io.vestibule.portal.request.RelocationRows.Move;
import io.vestibule.portal.request.RequestEntry.Reason;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Lets a whole request go on as another one, and takes that back, for {@link Requests}. The merged request is done and keeps
 * what happened to it; its conversation, who takes part and who is listed go to the other.
 */
@Component
class Merges {

    private final Clock clock;
    private final Parties parties;
    private final RequestReads reads;
    private final RequestRows rows;
    private final RequestLocks locks;
    private final RelocationRows relocated;
    private final MergeRows merges;
    private final Onlookers onlookers;
    private final Conversation conversation;

    Merges(
            Clock clock,
            Parties parties,
            RequestReads reads,
            RequestRows rows,
            RequestLocks locks,
            RelocationRows relocated,
            MergeRows merges,
            Onlookers onlookers,
            Conversation conversation) {
        this.clock = clock;
        this.parties = parties;
        this.reads = reads;
        this.rows = rows;
        this.locks = locks;
        this.relocated = relocated;
        this.merges = merges;
        this.onlookers = onlookers;
        this.conversation = conversation;
    }

    /** Under the locks of both. What was not done goes on: the other request is not done then either. */
    Outcome merge(Possible plan, Move move) {
        RequestStatus before = plan.from().state().status();
        merges.point(move.from(), move.to());
        relocated.relocate(move);
        merges.mute(move);
        onlookers.goAlong(move.from(), move.to());
        if (before != RequestStatus.DONE) {
            set(move.from(), RequestStatus.DONE, move.by());
            goOn(move);
        }
        return new Applied(RequestRows.resource(rows.state(move.to())));
    }

    private void goOn(Move move) {
        if (rows.state(move.to()).status() == RequestStatus.DONE) {
            set(move.to(), RequestStatus.IN_PROGRESS, move.by());
        }
    }

    private void set(UUID request, RequestStatus status, Party by) {
        conversation.move(rows.state(request), status, by, Channel.PORTAL, Cause.PORTAL);
    }

    /**
     * What still lies in the other request comes back, and who takes part there because of it only no longer does. What was
     * said since stays there.
     */
    Outcome undo(Access access, UUID id, long version) {
        return locks.locked(access, id, request -> {
            Optional<Request> other = MergeRows.into(request).flatMap(into -> reads.find(access, into));
            return RelocationRules.asking(access, request, version)
                    .or(() -> RelocationRules.undoing(request, other))
                    .orElseGet(() -> {
                        takeBack(request, merges.last(id), parties.self(access));
                        return new Applied(RequestRows.resource(rows.state(id)));
                    });
        });
    }

    /** These and those that go on as one of them. */
    Set<UUID> together(Collection<UUID> requests) {
        Set<UUID> all = new HashSet<>(requests);
        all.addAll(merges.mergedInto(requests));
        return all;
    }

    /**
     * The request alone, as it is before it goes to another client: nothing that was merged goes along, and nothing that was
     * said to it since. Under the locks of all that it is merged with.
     */
    Request alone(Access access, Request request, Party by) {
        part(access, request, by);
        merges.mergedInto(List.of(request.id()))
                .forEach(other -> reads.find(access, other).ifPresent(merged -> part(access, merged, by)));
        return reads.find(access, request.id()).orElseThrow();
    }

    /** What went on to a third request comes back in the order it went. */
    private void part(Access access, Request request, Party by) {
        Optional<Request> into = MergeRows.into(request).flatMap(other -> reads.find(access, other));
        if (into.isPresent()) {
            part(access, into.get(), by);
            takeBack(request, merges.lastWithSaidSince(request.id()), by);
        }
    }

    private void takeBack(Request merged, Merge merge, Party by) {
        Move back = new Move(
                Ids.next(),
                Reason.UNDO,
                merge.into(),
                merged.id(),
                merge.entries(),
                Set.copyOf(merge.writers()),
                Visibility.PUBLIC,
                null,
                clock.instant(),
                by);
        merges.point(merged.id(), null);
        relocated.relocate(back);
        merges.takeOut(merge);
        if (merged.state().status() != merge.before()) {
            set(merged.id(), merge.before(), by);
        }
    }
}
