package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.outbox.OutboxMessage;
import io.vestibule.platform.web.Times;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/** Says on a request, to the firm's people, that mail about it is held back: once each time it begins. */
@Component
class BrakeNotes {

    private final PortalGateway portal;
    private final MailBrakes brakes;
    private final Times times;
    private final Clock clock;

    BrakeNotes(PortalGateway portal, MailBrakes brakes, Times times, Clock clock) {
        this.portal = portal;
        this.brakes = brakes;
        this.times = times;
        this.clock = clock;
    }

    void tell(OutboxMessage message, MailBrakes.Held held) {
        if (held.told()) {
            return;
        }
        String words =
                "Mails to %s about this request are held back until %s: too many went there in a short time, as when two machines answer each other. What comes in by mail meanwhile stands here and is not mailed on; what you write here is. It goes on by itself."
                        .formatted(held.address(), times.exact(held.until()));
        Comment note = new Comment(
                Party.system("Mail"), Visibility.INTERNAL, words, null, List.of(), Channel.EMAIL, clock.instant());
        portal.execute(Envelope.of("brake." + message.id(), new AddComment(new RequestId(held.requestId()), note)));
        brakes.told(held);
    }
}
