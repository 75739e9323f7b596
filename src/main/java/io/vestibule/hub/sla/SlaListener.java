package io.vestibule.hub.sla;

import io.vestibule.hub.canonical.CanonicalCommand.SetServiceLevel;
import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.canonical.CanonicalEvent.CommentAdded;
import io.vestibule.hub.canonical.CanonicalEvent.EntriesMoved;
import io.vestibule.hub.canonical.CanonicalEvent.InvoiceChanged;
import io.vestibule.hub.canonical.CanonicalEvent.RequestAssigned;
import io.vestibule.hub.canonical.CanonicalEvent.RequestOpened;
import io.vestibule.hub.canonical.CanonicalEvent.RequestParticipantsChanged;
import io.vestibule.hub.canonical.CanonicalEvent.RequestRevised;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.CanonicalEvent.RequestStatusChanged;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.feed.FeedListener;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.sla.SlaFact.Kind;
import java.time.Instant;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Moves the clocks by what the portal's feed tells, and shows them in the portal. Runs before the other listeners: the
 * acknowledgement names the time that is promised here. Idempotent by event.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class SlaListener implements FeedListener {

    private final SlaClocks clocks;
    private final PortalGateway gateway;

    SlaListener(SlaClocks clocks, PortalGateway gateway) {
        this.clocks = clocks;
        this.gateway = gateway;
    }

    @Override
    public boolean actsOn(CanonicalEvent event) {
        return switch (event) {
            case RequestOpened opened -> true;
            case CommentAdded added -> true;
            case RequestStatusChanged changed -> true;
            case RequestAssigned assigned -> true;
            case EntriesMoved moved -> true;
            case RequestRevised revised -> false;
            case RequestParticipantsChanged changed -> false;
            case InvoiceChanged changed -> false;
        };
    }

    @Override
    public void on(FeedEvent event, InboxMessage message) {
        switch (event.event()) {
            case RequestOpened opened -> move(event, message, opened.request(), openingFacts(opened.request()));
            case CommentAdded added -> commented(event, message, added);
            case RequestStatusChanged changed ->
                move(event, message, changed.request(), List.of(new SlaFact(event.at(), kindOf(changed.to()))));
            // Another team may have another policy.
            case RequestAssigned assigned -> move(event, message, assigned.request(), List.of());
            case RequestRevised revised -> {}
            case RequestParticipantsChanged changed -> {}
            case EntriesMoved moved -> moved(event, message, moved);
            case InvoiceChanged changed -> {}
        }
    }

    private static List<SlaFact> openingFacts(RequestState request) {
        SlaFact opened = new SlaFact(request.openedAt(), Kind.OPENED);
        return request.status() == RequestStatus.NEW
                ? List.of(opened)
                : List.of(opened, new SlaFact(request.openedAt(), kindOf(request.status())));
    }

    private void commented(FeedEvent event, InboxMessage message, CommentAdded added) {
        Comment comment = added.comment();
        if (SlaFact.isAnswer(comment)) {
            Instant at = between(added.request().openedAt(), comment.at(), event.at());
            move(event, message, added.request(), List.of(new SlaFact(at, Kind.ANSWERED)));
        }
    }

    /** A new request may come with its answer; the clocks of one that is there already go on as they were. */
    private void moved(FeedEvent event, InboxMessage message, EntriesMoved moved) {
        List<SlaFact> answers = moved.entries().stream()
                .filter(SlaFact::isAnswer)
                .map(entry -> new SlaFact(between(moved.to().openedAt(), entry.at(), event.at()), Kind.ANSWERED))
                .toList();
        if (moved.opened() && !answers.isEmpty()) {
            move(event, message, moved.to(), answers);
        }
    }

    /** An answer sent by mail carries its sender's clock, which may be wrong: never before the question or after now. */
    private static Instant between(Instant earliest, Instant at, Instant latest) {
        if (at.isBefore(earliest)) {
            return earliest;
        }
        return at.isAfter(latest) ? latest : at;
    }

    private static Kind kindOf(RequestStatus status) {
        return switch (status) {
            case WAITING_ON_CLIENT -> Kind.WAITING;
            case DONE -> Kind.DONE;
            case NEW, IN_PROGRESS -> Kind.RESUMED;
        };
    }

    private void move(FeedEvent event, InboxMessage message, RequestState request, List<SlaFact> facts) {
        RequestState present = message.replays() == 0 ? request : present(request);
        List<SlaClock> now = clocks.record(present, event.id(), facts);
        gateway.execute(Envelope.of(message.key(1), new SetServiceLevel(present.id(), clocks.explain(present, now))));
    }

    /** A replayed event says whose request it was then; its clocks go by the team that has it now. */
    private RequestState present(RequestState then) {
        return gateway.request(then.id()).map(RequestView::state).orElse(then);
    }
}
