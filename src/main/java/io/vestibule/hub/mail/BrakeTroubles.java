package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.TroubleSource;
import io.vestibule.platform.web.Times;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Where mail is held back because machines seem to write to each other: told for as long as it lasts. */
@Component
class BrakeTroubles implements TroubleSource {

    /** More of them have one cause, and are one trouble. The oldest are named: they stay so until they are over. */
    private static final int NAMED = 10;

    private final MailBrakes brakes;
    private final PortalGateway portal;
    private final Times times;

    BrakeTroubles(MailBrakes brakes, PortalGateway portal, Times times) {
        this.brakes = brakes;
        this.portal = portal;
        this.times = times;
    }

    @Override
    public List<Trouble> troubles() {
        List<Trouble> troubles = new ArrayList<>();
        brakes.now(NAMED).forEach(held -> troubles.add(trouble(held)));
        long more = brakes.count() - NAMED;
        if (more > 0) {
            troubles.add(new Trouble(
                    "brake:more",
                    Trouble.Kind.MAIL,
                    List.of("%d more addresses".formatted(more), "other requests"),
                    "Mail did not leave there either, because too many went there in a short time. So many at once have"
                            + " one cause, as a machine that answers every mail. Each goes on by itself."));
        }
        return troubles;
    }

    private Trouble trouble(MailBrakes.Held held) {
        String number = portal.request(new RequestId(held.requestId()))
                .map(view -> view.state().number())
                .orElse("a request that is gone");
        return new Trouble(
                "brake:" + held.address() + ":" + held.requestId(),
                Trouble.Kind.MAIL,
                List.of(held.address(), number),
                "%s did not leave, because too many went there in a short time, as when two machines answer each other. It goes on by itself at %s. What was written stands on the request; look there who writes so often."
                        .formatted(
                                held.heldBack() == 1 ? "One mail" : held.heldBack() + " mails",
                                times.exact(held.until())));
    }
}
