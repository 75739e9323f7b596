package io.vestibule.hub.inbox;

import io.vestibule.hub.gateway.PortalRefused;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.schedule.ClaimLoop;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Handles due messages: each claimed one is sent through the route {@code process-inbox}, and how it ended is recorded.
 * A message whose result can't be stored is handled again.
 */
@Component
class InboxProcessor implements SmartLifecycle, ClaimLoop.Work<InboxMessage> {

    private static final Logger log = LoggerFactory.getLogger(InboxProcessor.class);

    /** Stopped before Camel stops its routes. */
    private static final int PHASE = Integer.MAX_VALUE - 50;

    private static final Duration POLL = Duration.ofSeconds(1);

    /** Of events in work: translating one takes several times its size. */
    private static final long ENOUGH_BYTES = Runtime.getRuntime().maxMemory() / 16;

    private final Inbox inbox;
    private final ProducerTemplate camel;
    private final InboxSettings settings;
    private final boolean onlyNode;
    private final AccountPauses pauses = new AccountPauses(System::nanoTime);
    private final ClaimLoop<InboxMessage> loop;

    /** @param externalDatabase empty when this process owns its database: then no other node can hold a claim */
    InboxProcessor(
            Inbox inbox,
            ProducerTemplate camel,
            InboxSettings settings,
            @Value("${spring.datasource.url:}") String externalDatabase) {
        this.onlyNode = externalDatabase.isBlank();
        this.inbox = inbox;
        this.camel = camel;
        this.settings = settings;
        this.loop = new ClaimLoop<>(
                new ClaimLoop.Pace("inbox", settings.workers(), settings.lease(), POLL), inbox.bell(), this);
    }

    @Override
    public void start() {
        if (settings.workers() == 0) {
            return;
        }
        if (onlyNode) {
            inbox.abandonClaims();
        }
        loop.start();
    }

    /** Camel starts its routes after every bean. */
    @Override
    public boolean ready() {
        return camel.getCamelContext().getStatus().isStarted();
    }

    @Override
    public List<InboxMessage> claim(int free, Collection<InboxMessage> inWork) {
        int mails = inWork.stream().mapToInt(MailPlaces::of).sum();
        long bytes = ENOUGH_BYTES
                - inWork.stream()
                        .filter(message -> !message.isMail())
                        .mapToLong(InboxMessage::size)
                        .sum();
        return bytes > 0
                ? inbox.claim(new ClaimRoom(
                        free, settings.perApp(), settings.mails() * MailPlaces.LARGE - mails, bytes, pauses.closed()))
                : List.of();
    }

    @Override
    public UUID claimOf(InboxMessage message) {
        return message.claim();
    }

    @Override
    public void renew(Collection<UUID> claims) {
        inbox.renew(claims);
    }

    @Override
    public void handle(InboxMessage message) throws InterruptedException {
        Handling handling = handled(message);
        if (handling instanceof Handling.NotYet notYet) {
            pauses.pause(message, notYet.pause());
        }
        Optional<Boolean> stored = loop.stored("message " + message.id(), () -> inbox.record(message, handling));
        if (stored.equals(Optional.of(false))) {
            log.warn("The claim on message {} ran out; its result is dropped", message.id());
        }
    }

    private Handling handled(InboxMessage message) {
        try {
            return camel.requestBody("direct:process-inbox", message, Handling.class);
        } catch (RuntimeException e) {
            Throwable cause = e instanceof CamelExecutionException && e.getCause() != null ? e.getCause() : e;
            if (cause instanceof PortalRefused) {
                log.warn("Message {} of {} is refused: {}", message.id(), message.app(), cause.getMessage());
                return new Handling.Refused("portal-refused", cause.getMessage());
            }
            if (cause instanceof PortalUnreachable away) {
                log.warn("Message {} of {} waits for the portal: {}", message.id(), message.app(), cause.getMessage());
                return new Handling.Retry("portal-unreachable", cause.getMessage(), away.after());
            }
            log.warn("Handling message {} of {} failed and will be tried again", message.id(), message.app(), cause);
            return new Handling.Retry("handling-failed", String.valueOf(cause.getMessage()), null);
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
