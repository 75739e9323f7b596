package io.vestibule.hub.inbox;

import io.vestibule.hub.gateway.PortalRefused;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Handles due messages: one loop claims as many as workers are free, each worker sends its message through the route
 * {@code process-inbox} and records how it ended. Woken by commits and by a poll each second. A database that is away
 * is waited for; a claim whose result can't be stored runs out and is handled again.
 */
@Component
class InboxProcessor implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(InboxProcessor.class);

    /** Stopped before Camel stops its routes. */
    private static final int PHASE = Integer.MAX_VALUE - 50;

    private static final long UNTIL_ROUTES_RUN_MILLIS = 20;
    private static final Duration POLL = Duration.ofSeconds(1);

    /** From one claim to the next at least, so that under load each takes many. */
    private static final long BETWEEN_CLAIMS_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(20);
    private static final int STORE_TRIES = 60;

    private final Inbox inbox;
    private final ProducerTemplate camel;
    private final InboxSettings settings;
    private final boolean onlyNode;
    private final Map<UUID, InboxMessage> inWork = new ConcurrentHashMap<>();

    private volatile boolean running;
    private @Nullable Thread loop;
    private @Nullable ExecutorService workers;
    private boolean databaseAway;
    private long renewedAt = System.nanoTime();
    private long claimedAt = System.nanoTime();

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
    }

    @Override
    public void start() {
        if (settings.workers() == 0) {
            return;
        }
        running = true;
        if (onlyNode) {
            inbox.abandonClaims();
        }
        ExecutorService pool = Executors.newFixedThreadPool(
                settings.workers(), Thread.ofPlatform().name("inbox-", 1).factory());
        workers = pool;
        loop = Thread.ofPlatform().name("inbox-loop").start(() -> run(pool));
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

    /** Camel starts its routes after every bean: a message taken before would fail without having been handled. */
    private boolean routesRun() {
        return camel.getCamelContext().getStatus().isStarted();
    }

    private void turn(ExecutorService pool) throws InterruptedException {
        if (System.nanoTime() - renewedAt > settings.lease().dividedBy(4).toNanos()) {
            inbox.renew(inWork.keySet());
            renewedAt = System.nanoTime();
        }
        TimeUnit.NANOSECONDS.sleep(BETWEEN_CLAIMS_NANOS - (System.nanoTime() - claimedAt));
        List<InboxMessage> messages = claim();
        claimedAt = System.nanoTime();
        for (InboxMessage message : messages) {
            inWork.put(message.claim(), message);
            pool.execute(() -> work(message));
        }
        if (messages.isEmpty()) {
            inbox.bell().await(POLL);
        }
    }

    private List<InboxMessage> claim() {
        int free = settings.workers() - inWork.size();
        int mails = (int) inWork.values().stream().filter(InboxMessage::isMail).count();
        return free > 0 ? inbox.claim(new Inbox.Room(free, settings.perApp(), settings.mails() - mails)) : List.of();
    }

    private void pause(RuntimeException e) {
        if (!databaseAway) {
            databaseAway = true;
            log.warn("The inbox can't be read; trying again every second. {}", e.getMessage());
        }
        try {
            inbox.bell().await(POLL);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(InboxMessage message) {
        try {
            store(message, handle(message));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inWork.remove(message.claim());
            inbox.bell().ring();
        }
    }

    private Handling handle(InboxMessage message) {
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

    /** A result that can't be stored because the database is away is kept for a while, rather than done twice. */
    private void store(InboxMessage message, Handling handling) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                if (!inbox.record(message, handling)) {
                    log.warn("The claim on message {} ran out; its result is dropped", message.id());
                }
                return;
            } catch (RuntimeException e) {
                if (tries == STORE_TRIES || !running) {
                    log.warn("The result of message {} can't be stored; it will be handled again", message.id(), e);
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        inbox.bell().ring();
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
