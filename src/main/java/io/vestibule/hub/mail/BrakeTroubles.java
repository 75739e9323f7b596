package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.TroubleSource;
import io.vestibule.platform.web.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Where mail is held back because machines seem to write to each other: told for as long as it lasts. */
@Component
class BrakeTroubles implements TroubleSource {

    private static final Logger log = LoggerFactory.getLogger(BrakeTroubles.class);

    /** More of them have one cause, and are one trouble. The oldest are named: they stay so until they are over. */
    private static final int NAMED = 10;

    private final MailBrakes brakes;
    private final PortalGateway portal;
    private final Times times;

    /** Of those that are held back now. */
    private final Map<String, String> numbers = new ConcurrentHashMap<>();

    BrakeTroubles(MailBrakes brakes, PortalGateway portal, Times times) {
        this.brakes = brakes;
        this.portal = portal;
        this.times = times;
    }

    @Override
    public List<Trouble> troubles() {
        List<MailBrakes.Held> named = brakes.now(NAMED);
        learnNumbers(named);
        List<Trouble> troubles = new ArrayList<>();
        named.forEach(held -> troubles.add(trouble(held)));
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

    /** The portal is asked once for each. That it is away is told elsewhere, and pages that tell it must not wait for it. */
    private void learnNumbers(List<MailBrakes.Held> named) {
        numbers.keySet()
                .retainAll(named.stream().map(MailBrakes.Held::requestId).toList());
        try {
            for (MailBrakes.Held held : named) {
                numbers.computeIfAbsent(
                        held.requestId(),
                        id -> portal.request(new RequestId(id))
                                .map(view -> view.state().number())
                                .orElse("a request that is gone"));
            }
        } catch (PortalUnreachable unknown) {
            log.debug("The numbers of requests with a mail brake are not known now", unknown);
        }
    }

    private Trouble trouble(MailBrakes.Held held) {
        String number = numbers.getOrDefault(held.requestId(), "a request");
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
