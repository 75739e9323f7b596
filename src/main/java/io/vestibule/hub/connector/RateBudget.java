package io.vestibule.hub.connector;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many calls a vendor still lets each connection make: a bucket of tokens that refills steadily, and a number of
 * calls at one time, for which a caller waits a moment. A vendor that says "later" empties the bucket until then. Kept in
 * memory, per node.
 */
final class RateBudget {

    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    RateBudget(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes one call out of the budget. Empty = go, and give it back with {@link #done}; else how long to wait. */
    Optional<Duration> take(String account, Connector.@Nullable Rate rate) {
        Bucket bucket = buckets.computeIfAbsent(account, name -> new Bucket(nanos.getAsLong()));
        return bucket.take(rate, nanos);
    }

    void done(String account) {
        Bucket bucket = buckets.get(account);
        if (bucket != null) {
            bucket.done();
        }
    }

    /** The vendor asked for a pause. */
    void pause(String account, Duration pause) {
        Bucket bucket = buckets.computeIfAbsent(account, name -> new Bucket(nanos.getAsLong()));
        bucket.pauseUntil(nanos.getAsLong() + pause.toNanos());
    }

    private static final class Bucket {
        private static final Duration BUSY = Duration.ofSeconds(1);

        /** Most calls are shorter: more workers than the vendor takes calls then cost no tries. */
        private static final Duration TURN = Duration.ofSeconds(5);

        private double tokens = -1;
        private long filledAt;
        private long pausedUntil;
        private int running;

        Bucket(long now) {
            this.filledAt = now;
            this.pausedUntil = now;
        }

        synchronized Optional<Duration> take(Connector.@Nullable Rate rate, LongSupplier nanos) {
            Optional<Duration> wait = paused(nanos.getAsLong());
            if (wait.isEmpty() && rate != null) {
                wait = turnAndToken(rate, nanos);
            }
            if (wait.isEmpty()) {
                running++;
            }
            return wait;
        }

        private Optional<Duration> paused(long now) {
            return pausedUntil - now > 0 ? Optional.of(Duration.ofNanos(pausedUntil - now)) : Optional.empty();
        }

        private Optional<Duration> turnAndToken(Connector.Rate rate, LongSupplier nanos) {
            if (rate.concurrent() != null && !hasTurn(rate.concurrent())) {
                return Optional.of(BUSY);
            }
            long now = nanos.getAsLong(); // others went on while this one waited for its turn
            return paused(now).or(() -> token(rate, now));
        }

        private Optional<Duration> token(Connector.Rate rate, long now) {
            double perNano =
                    (double) rate.requests() / Durations.parse(rate.per()).toNanos();
            tokens = tokens < 0 ? rate.requests() : Math.min(rate.requests(), tokens + (now - filledAt) * perNano);
            filledAt = now;
            if (tokens < 1) {
                return Optional.of(Duration.ofNanos((long) Math.ceil((1 - tokens) / perNano)));
            }
            tokens--;
            return Optional.empty();
        }

        private synchronized boolean hasTurn(int concurrent) {
            long end = System.nanoTime() + TURN.toNanos();
            try {
                while (running >= concurrent && System.nanoTime() < end) {
                    TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return running < concurrent;
        }

        synchronized void done() {
            running = Math.max(0, running - 1);
            notifyAll();
        }

        synchronized void pauseUntil(long until) {
            if (until - pausedUntil > 0) {
                pausedUntil = until;
            }
        }
    }
}
