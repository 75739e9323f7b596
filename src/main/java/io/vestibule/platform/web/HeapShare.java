package io.vestibule.platform.web;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A part of the heap for what calls bring along and is held as a whole. Who comes while it is used up may wait a little and
 * is turned away then, which is better than running out of memory. What is larger than all of it takes all of it.
 */
public final class HeapShare {

    private static final int KILOBYTE = 1024;

    private final int most;
    private final Semaphore kilobytes;
    private final Duration patience;

    /** @param bytes that may be held at once @param patience how long it is waited for room */
    public HeapShare(long bytes, Duration patience) {
        this.most = Math.clamp(bytes / KILOBYTE, 1, Integer.MAX_VALUE);
        // In turn: else many small ones would keep out a large one for ever
        this.kilobytes = new Semaphore(most, true);
        this.patience = patience;
    }

    /** Whether there is room for so many bytes; who got it calls {@link #leave} with the same number. */
    public boolean enter(long bytes) {
        try {
            return kilobytes.tryAcquire(size(bytes), patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public void leave(long bytes) {
        kilobytes.release(size(bytes));
    }

    private int size(long bytes) {
        return (int) Math.min(most, Math.ceilDiv(bytes, KILOBYTE));
    }
}
