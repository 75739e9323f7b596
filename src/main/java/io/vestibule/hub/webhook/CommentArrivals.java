package io.vestibule.hub.webhook;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.connector.InboundTranslation.Facts.Remark;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Brings a comment of another system into the conversation of the request that the same connection opened. */
@Component
class CommentArrivals {

    private static final int ADD = 1;

    private final PortalGateway portal;

    CommentArrivals(PortalGateway portal) {
        this.portal = portal;
    }

    Handling take(Arrival arrival, Remark remark) {
        Optional<RequestView> request =
                portal.requestByOrigin(new ExternalId(arrival.account().name(), remark.requestRecord()));
        if (request.isEmpty()) {
            return new Handling.Refused(
                    "unknown-request", "No request was opened for the record %s.".formatted(remark.requestRecord()));
        }
        RequestState known = request.get().state();
        if (!known.clientId().equals(arrival.client())) {
            return new Handling.Refused(
                    "belongs-to-another-client",
                    "%s is a request of %s; the comment names another client."
                            .formatted(known.number(), known.clientName()),
                    ObjectRef.request(known.id()));
        }
        AddComment command = new AddComment(known.id(), remark.comment());
        return switch (arrival.execute(portal, ADD, command, arrival.command().sourceUpdatedAt())) {
            case Answer.Applied applied -> applied(arrival, request.get(), "comment added");
            case Answer.Duplicate duplicate -> applied(arrival, request.get(), "has this comment already");
            case Answer.Stale stale -> new Handling.Ignored("stale", "The portal has newer news of this comment.");
            case Answer.Refused refused -> Arrival.refused(refused);
        };
    }

    private static Handling applied(Arrival arrival, RequestView request, String what) {
        return new Handling.Applied(
                request.state().number() + ": " + what,
                "request",
                request.state().id().value(),
                arrival.client().value());
    }
}
