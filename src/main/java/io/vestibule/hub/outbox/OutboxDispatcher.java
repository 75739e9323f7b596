package io.vestibule.hub.outbox;

import io.vestibule.hub.gateway.PortalRefused;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Delivers due rows: one loop claims, each claimed row has a thread of its own that sends it through the route
 * {@code deliver-outbox} and records how that ended. A dead or slow connection holds at most its own share of threads.
 * Woken by commits and by a poll. A database that is away is waited for.
 */
@Component
class OutboxDispatcher implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxDispatcher.class);

    /** Stopped before Camel stops its routes. */
    private static final int PHASE = Integer.MAX_VALUE - 50;

    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(20);
    private static final long UNTIL_ROUTES_RUN_MILLIS = 20;
    private static final int STORE_TRIES = 60;
    private static final Duration PORTAL_PAUSE = Duration.ofSeconds(5);

    private final Outbox outbox;
    private final OutboxSettings settings;
    private final ProducerTemplate camel;
    private final ObjectProvider<OutboxGate> gates;
    private final ObjectProvider<DeliveryListener> listeners;
    private final Map<UUID, OutboxMessage> inFlight = new ConcurrentHashMap<>();

    private volatile boolean running;
    private @Nullable Thread loop;
    private @Nullable ExecutorService workers;
    private boolean databaseAway;
    private long renewedAt = System.nanoTime();

    OutboxDispatcher(
            Outbox outbox,
            OutboxSettings settings,
            ProducerTemplate camel,
            ObjectProvider<OutboxGate> gates,
            ObjectProvider<DeliveryListener> listeners) {
        this.outbox = outbox;
        this.settings = settings;
        this.camel = camel;
        this.gates = gates;
        this.listeners = listeners;
    }

    @Override
    public void start() {
        running = true;
        ExecutorService pool = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("outbox-", 1).factory());
        workers = pool;
        loop = Thread.ofPlatform().name("outbox-loop").start(() -> run(pool));
    }

    private void run(ExecutorService pool) {
        while (running) {
            try {
                if (routesRun()) {
                    turn(pool);
                } else {
                    TimeUnit.MILLISECONDS.sleep(UNTIL_ROUTES_RUN_MILLIS);
                }
                databaseAway = false;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                pause(e);
            }
        }
    }

    /** Camel starts its routes after every bean: a delivery taken before would fail without having been tried. */
    private boolean routesRun() {
        return camel.getCamelContext().getStatus().isStarted();
    }

    private void turn(ExecutorService pool) throws InterruptedException {
        renewLeases();
        int free = settings.inFlight() - inFlight.size();
        List<OutboxMessage> messages = free > 0 ? outbox.claim(free, closed()) : List.of();
        for (OutboxMessage message : messages) {
            inFlight.put(message.claim(), message);
            pool.execute(() -> work(message));
        }
        if (messages.isEmpty()) {
            outbox.bell().await(settings.poll());
        }
    }

    private void renewLeases() {
        if (System.nanoTime() - renewedAt > settings.lease().dividedBy(4).toNanos()) {
            outbox.renew(inFlight.keySet());
            renewedAt = System.nanoTime();
        }
    }

    private Collection<String> closed() {
        return gates.stream().flatMap(gate -> gate.closed().stream()).distinct().toList();
    }

    private void pause(RuntimeException e) {
        if (!databaseAway) {
            databaseAway = true;
            log.warn("The outbox can't be read; trying again every second. {}", e.getMessage());
        }
        try {
            outbox.bell().await(settings.poll());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(OutboxMessage message) {
        try {
            Outcome outcome = deliver(message);
            if (store(message, outcome)) {
                listeners.stream().forEach(listener -> tell(listener, message, outcome));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inFlight.remove(message.claim());
            outbox.bell().ring();
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

    /** A result that can't be stored because the database is away is kept for a while, rather than sent twice. */
    private boolean store(OutboxMessage message, Outcome outcome) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                boolean stored = outbox.record(message, outcome).isPresent();
                if (!stored) {
                    log.warn("The claim on delivery {} ran out; its result is dropped", message.id());
                }
                return stored;
            } catch (RuntimeException e) {
                if (tries == STORE_TRIES || !running) {
                    log.warn("The result of delivery {} can't be stored; it will be looked up again", message.id(), e);
                    return false;
                }
                TimeUnit.SECONDS.sleep(1);
            }
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
        running = false;
        outbox.bell().ring();
        ExecutorService pool = workers;
        Thread thread = loop;
        if (pool == null || thread == null) {
            return;
        }
        try {
            thread.join(PATIENCE_AT_STOP);
            pool.shutdown();
            if (!pool.awaitTermination(PATIENCE_AT_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
