package io.vestibule.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, looking often and giving up in time. */
public final class Patience {

    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private Patience() {}

    /** @return how long it took; whether it became true is for the caller's checks to tell */
    public static Duration await(Duration atMost, BooleanSupplier done) {
        long start = System.nanoTime();
        while (!done.getAsBoolean() && System.nanoTime() - start < atMost.toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
