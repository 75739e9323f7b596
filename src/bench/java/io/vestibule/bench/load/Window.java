package io.vestibule.bench.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Closed loop over the whole way: never more than so many are accepted and not yet done. So what comes out per second is
 * the most that goes through without a growing backlog. Looks at the backlog from a thread of its own until closed.
 */
public final class Window implements Pacing, AutoCloseable {

    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private final Backlog backlog;
    private final int size;
    private final Thread watcher;
    private final AtomicLong taken = new AtomicLong();
    private volatile long done;

    /** What is accepted and not yet done. */
    public interface Backlog {

        /** How much that is; not more than the most, which is as far as anybody counts. */
        long upTo(int most);
    }

    public Window(Backlog backlog, int size) {
        this.backlog = backlog;
        this.size = size;
        this.watcher = Thread.ofPlatform().daemon().name("backlog").start(this::watch);
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            long before = taken.get(); // read first: what is taken meanwhile then counts as not yet done
            done = before - backlog.upTo(2 * size);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public long due(long elapsed) {
        return done + size;
    }

    @Override
    public void taken() {
        taken.incrementAndGet();
    }

    @Override
    public void close() throws InterruptedException {
        watcher.interrupt();
        watcher.join();
    }
}
