package io.vestibule.platform.schedule;

import io.vestibule.platform.database.Bell;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off a table of messages: one thread claims as many as there is room for, each claimed one is handled on a thread
 * of its own, and its lease is renewed for as long as that takes. Woken by the table's bell and by a poll. A database
 * that is away is waited for; what was claimed and never recorded runs out and is claimed again.
 */
public final class ClaimLoop<M> {

    private static final Logger log = LoggerFactory.getLogger(ClaimLoop.class);

    /** From one claim to the next at least, so that under load each takes many. */
    private static final long BETWEEN_CLAIMS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long UNTIL_READY_MILLIS = 20;
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(20);
    private static final int STORE_TRIES = 60;

    /** The table, and what is done with its messages. */
    public interface Work<M> {

        /** Whether messages can be handled yet; one taken before would fail without having been tried. */
        boolean ready();

        /** Takes at most that many, beside those in work. */
        List<M> claim(int free, Collection<M> inWork);

        /** The token of this message's claim. */
        UUID claimOf(M message);

        void renew(Collection<UUID> claims);

        /** Does what is to be done and records how it ended. */
        void handle(M message) throws InterruptedException;
    }

    /**
     * How it works.
     *
     * @param name of the table, for threads and the log
     * @param atOnce messages in work at the same time
     * @param lease of a claim
     * @param poll how often the table is looked at without a ring
     */
    public record Pace(String name, int atOnce, Duration lease, Duration poll) {}

    private final Pace pace;
    private final Bell bell;
    private final Work<M> work;
    private final Map<UUID, M> inWork = new ConcurrentHashMap<>();

    private volatile boolean running;
    private @Nullable Thread loop;
    private @Nullable ExecutorService workers;
    private boolean databaseAway;
    private long renewedAt = System.nanoTime();
    private long claimedAt = System.nanoTime();

    public ClaimLoop(Pace pace, Bell bell, Work<M> work) {
        this.pace = pace;
        this.bell = bell;
        this.work = work;
    }

    public void start() {
        running = true;
        ExecutorService pool = Executors.newCachedThreadPool(
                Thread.ofPlatform().name(pace.name() + "-", 1).factory());
        workers = pool;
        loop = Thread.ofPlatform().name(pace.name() + "-loop").start(() -> run(pool));
    }

    public boolean isRunning() {
        return running;
    }

    /** Whatever goes wrong, the next turn comes: without this thread nothing would be worked off any more. */
    @SuppressWarnings("CatchingUnchecked")
    private void run(ExecutorService pool) {
        while (running) {
            try {
                if (work.ready()) {
                    turn(pool);
                } else {
                    TimeUnit.MILLISECONDS.sleep(UNTIL_READY_MILLIS);
                }
                databaseAway = false;
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                pause(e);
            }
        }
    }

    private void turn(ExecutorService pool) throws InterruptedException {
        if (System.nanoTime() - renewedAt > pace.lease().dividedBy(4).toNanos()) {
            work.renew(inWork.keySet());
            renewedAt = System.nanoTime();
        }
        TimeUnit.NANOSECONDS.sleep(BETWEEN_CLAIMS_NANOS - (System.nanoTime() - claimedAt));
        int free = pace.atOnce() - inWork.size();
        List<M> messages = free > 0 ? work.claim(free, inWork.values()) : List.of();
        claimedAt = System.nanoTime();
        messages.forEach(message -> begin(pool, message));
        if (messages.isEmpty()) {
            bell.await(pace.poll());
        }
    }

    /** One that gets no thread is let go of, so that its claim runs out. */
    private void begin(ExecutorService pool, M message) {
        inWork.put(work.claimOf(message), message);
        boolean begun = false;
        try {
            pool.execute(() -> handle(message));
            begun = true;
        } finally {
            if (!begun) {
                inWork.remove(work.claimOf(message));
            }
        }
    }

    private void pause(Throwable e) {
        if (!(e instanceof RuntimeException)) {
            log.error("Something went wrong with the {}; trying again", pace.name(), e);
        } else if (!databaseAway) {
            databaseAway = true;
            log.warn("The {} can't be read; trying again every second. {}", pace.name(), e.getMessage());
        }
        try {
            bell.await(pace.poll());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(M message) {
        try {
            work.handle(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inWork.remove(work.claimOf(message));
            bell.ring();
        }
    }

    /**
     * Stores a result; while the database is away it is kept for a while, rather than the work done twice.
     *
     * @param what the message, for the log
     * @return empty when it was given up: the claim runs out
     */
    public <R> Optional<R> stored(String what, Supplier<R> store) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return Optional.of(store.get());
            } catch (RuntimeException e) {
                if (tries == STORE_TRIES || !running) {
                    log.warn("The result of {} can't be stored; it will be handled again", what, e);
                    return Optional.empty();
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    /** Claims nothing more and waits a while for what is in work. */
    public void stop() {
        running = false;
        bell.ring();
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
}
