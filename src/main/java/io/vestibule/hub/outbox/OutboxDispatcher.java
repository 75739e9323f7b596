package io.vestibule.hub.outbox;

import io.vestibule.hub.gateway.PortalRefused;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.schedule.ClaimLoop;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Delivers due rows: each claimed one is sent through the route {@code deliver-outbox}, and how that ended is recorded. A
 * dead or slow connection holds at most its own share of what is in flight.
 */
@Component
class OutboxDispatcher implements SmartLifecycle, ClaimLoop.Work<OutboxMessage> {

    private static final Logger log = LoggerFactory.getLogger(OutboxDispatcher.class);

    /** Stopped before Camel stops its routes. */
    private static final int PHASE = Integer.MAX_VALUE - 50;

    private static final Duration PORTAL_PAUSE = Duration.ofSeconds(5);

    private final Outbox outbox;
    private final ProducerTemplate camel;
    private final ObjectProvider<OutboxGate> gates;
    private final ObjectProvider<DeliveryListener> listeners;
    private final ClaimLoop<OutboxMessage> loop;

    OutboxDispatcher(
            Outbox outbox,
            OutboxSettings settings,
            ProducerTemplate camel,
            ObjectProvider<OutboxGate> gates,
            ObjectProvider<DeliveryListener> listeners) {
        this.outbox = outbox;
        this.camel = camel;
        this.gates = gates;
        this.listeners = listeners;
        this.loop = new ClaimLoop<>(
                new ClaimLoop.Pace("outbox", settings.inFlight(), settings.lease(), settings.poll()),
                outbox.bell(),
                this);
    }

    @Override
    public void start() {
        loop.start();
    }

    /** Camel starts its routes after every bean. */
    @Override
    public boolean ready() {
        return camel.getCamelContext().getStatus().isStarted();
    }

    @Override
    public List<OutboxMessage> claim(int free, Collection<OutboxMessage> inWork) {
        return outbox.claim(free, closed());
    }

    private Collection<String> closed() {
        return gates.stream().flatMap(gate -> gate.closed().stream()).distinct().toList();
    }

    @Override
    public UUID claimOf(OutboxMessage message) {
        return message.claim();
    }

    @Override
    public void renew(Collection<UUID> claims) {
        outbox.renew(claims);
    }

    @Override
    public void handle(OutboxMessage message) throws InterruptedException {
        Outcome outcome = deliver(message);
        Optional<Boolean> stored = loop.stored(
                "delivery " + message.id(),
                () -> outbox.record(message, outcome).isPresent());
        if (stored.equals(Optional.of(true))) {
            listeners.stream().forEach(listener -> tell(listener, message, outcome));
        } else if (stored.isPresent()) {
            log.warn("The claim on delivery {} ran out; its result is dropped", message.id());
        }
    }

    private Outcome deliver(OutboxMessage message) {
        try {
            return camel.requestBody("direct:deliver-outbox", message, Outcome.class);
        } catch (RuntimeException e) {
            Throwable cause = e instanceof CamelExecutionException && e.getCause() != null ? e.getCause() : e;
            if (cause instanceof PortalRefused refused) {
                return new Outcome.Refused("portal-refused", refused.getMessage(), false);
            }
            if (cause instanceof PortalUnreachable away) {
                return new Outcome.NotYet(
                        "portal-unreachable",
                        away.getMessage(),
                        Objects.requireNonNullElse(away.after(), PORTAL_PAUSE));
            }
            log.warn(
                    "Delivery {} to {} failed and will be tried again",
                    message.id(),
                    message.draft().connection(),
                    cause);
            return new Outcome.Retry("delivery-failed", String.valueOf(cause.getMessage()), null);
        }
    }

    private static void tell(DeliveryListener listener, OutboxMessage message, Outcome outcome) {
        try {
            listener.ended(message, outcome);
        } catch (RuntimeException e) {
            log.warn("After delivery {}: {}", message.id(), e.getMessage());
        }
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
