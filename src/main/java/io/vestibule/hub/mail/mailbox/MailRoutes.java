package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.connection.ConnectionListener;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.observe.LogWords;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Keeps one route {@code receive-mail} running per enabled mailbox: on one node of several, with the settings as they
 * are now. Looks every second at leases and connections; a change in the console counts without a restart. A route is
 * renewed each day, because its look-back window moves.
 */
@Component
class MailRoutes implements ConnectionListener, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MailRoutes.class);
    private static final long TICK_MILLIS = 1000;

    private final Mailboxes mailboxes;
    private final MailboxWatches watches;
    private final MailboxRouteFactory factory;
    private final Clock clock;
    private final UUID node = Ids.next();
    private final Map<String, Running> running = new HashMap<>();
    private volatile boolean ready;
    private volatile boolean started;
    private ScheduledExecutorService ticks = idle();
    private boolean stuck;

    // Not the Camel context itself: a bean with a life cycle starts what it is given, and that would be before the
    // routes are loaded.
    MailRoutes(Mailboxes mailboxes, MailboxWatches watches, MailboxRouteFactory factory, Clock clock) {
        this.mailboxes = mailboxes;
        this.watches = watches;
        this.factory = factory;
        this.clock = clock;
    }

    private record Running(long version, LocalDate day, MailboxRoute route) {}

    @EventListener(ApplicationReadyEvent.class)
    void whenReady() {
        ready = true;
    }

    @Override
    public void changed() {
        if (started && ready) {
            ticks.execute(this::reconcile);
        }
    }

    @Override
    public void start() {
        ticks = idle();
        var unused = ticks.scheduleWithFixedDelay(this::reconcile, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        started = true;
    }

    private static ScheduledExecutorService idle() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("mail-routes").daemon().factory());
    }

    @Override
    public void stop() {
        started = false;
        ticks.shutdown();
        try {
            if (!ticks.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("Watching mailboxes did not stop in time");
            }
            Set.copyOf(running.keySet()).forEach(this::remove);
            watches.letGo(node);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("The leases of the mailboxes end by themselves", e);
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    /** Stops before Camel and the inbox do, starts after them. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    private void reconcile() {
        if (!ready || !factory.isReady()) {
            return;
        }
        try {
            Map<String, Mailbox> wanted = mailboxes.enabled().stream().collect(Collectors.toMap(Mailbox::name, m -> m));
            Set<String> held = new HashSet<>(watches.hold(List.copyOf(wanted.keySet()), node));
            held.stream()
                    .filter(name -> !running.containsKey(name))
                    .map(wanted::get)
                    .forEach(this::add);
            List<String> done = running.keySet().stream()
                    .filter(name -> !held.contains(name) || isOutdated(wanted.get(name)))
                    .toList();
            // One at a time, for it may take seconds: meanwhile no lease may end, and nobody new has to wait
            if (!done.isEmpty()) {
                remove(done.getFirst());
                changed(); // those that wait, and the new route of this one
            }
            stuck = false;
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    /**
     * Mostly the database is away or busy: what runs goes on, the keys of the inbox keep anything from doubling. Also an
     * error must not get through: then nobody would look after the mailboxes ever again.
     */
    private void failed(Throwable e) {
        if (!stuck) {
            stuck = true;
            LOG.warn(
                    "Mailboxes can't be looked after; trying again every second. {}",
                    LogWords.withoutAddresses(e.toString()));
        }
        LOG.debug("Mailboxes could not be looked after", e);
    }

    private boolean isOutdated(@Nullable Mailbox mailbox) {
        Running now = mailbox == null ? null : running.get(mailbox.name());
        return mailbox == null
                || now == null
                || now.version() != mailbox.version()
                || !now.day().equals(today());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void add(Mailbox mailbox) {
        try {
            MailboxRoute route = factory.start(mailbox);
            running.put(mailbox.name(), new Running(mailbox.version(), today(), route));
            LOG.info("Watching mailbox {}", mailbox.name());
        } catch (Exception e) {
            LOG.warn("Mailbox {} can't be watched: {}", mailbox.name(), LogWords.withoutAddresses(e.getMessage()));
            watches.failed(mailbox.name(), "Can't be watched: " + e.getMessage());
        }
    }

    private void remove(String name) {
        Running old = running.remove(name);
        if (old != null) {
            old.route().remove();
        }
    }
}
