package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.TroubleSource;
import io.vestibule.platform.web.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Where mail is held back because machines seem to write to each other: told for as long as it lasts. */
@Component
class BrakeTroubles implements TroubleSource {

    private static final Logger log = LoggerFactory.getLogger(BrakeTroubles.class);

    /** More of them have one cause, and are one trouble. The oldest are named: they stay so until they are over. */
    private static final int NAMED = 10;

    private static final Duration AWAY = Duration.ofMinutes(1);

    private final MailBrakes brakes;
    private final PortalGateway portal;
    private final Times times;

    private final AtomicLong askFrom = new AtomicLong(System.nanoTime());

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

    /**
     * The portal is asked once for each. That it is away is told elsewhere, and pages that tell it must not wait for it:
     * while one asks, and for a minute after there was no answer, nobody else does.
     */
    private void learnNumbers(List<MailBrakes.Held> named) {
        numbers.keySet()
                .retainAll(named.stream().map(MailBrakes.Held::requestId).toList());
        long now = System.nanoTime();
        long from = askFrom.get();
        if (now - from < 0 || !askFrom.compareAndSet(from, now + AWAY.toNanos())) {
            return;
        }
        try {
            named.stream()
                    .map(MailBrakes.Held::requestId)
                    .filter(id -> !numbers.containsKey(id))
                    .forEach(id -> numbers.put(id, number(id)));
            askFrom.set(System.nanoTime());
        } catch (PortalUnreachable unknown) {
            log.debug("The numbers of requests with a mail brake are not known now", unknown);
        }
    }

    private String number(String request) {
        return portal.request(new RequestId(request))
                .map(view -> view.state().number())
                .orElse("a request that is gone");
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
