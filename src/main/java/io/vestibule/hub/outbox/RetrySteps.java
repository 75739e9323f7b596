package io.vestibule.hub.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * When a failed delivery is tried again. Up to a fifth is added by chance, so that rows that failed together don't come
 * back together. A wish of the other side (Retry-After) is never undercut.
 */
final class RetrySteps {

    private static final int JITTER_PARTS = 5;
    private static final Duration LONGEST_WISH = Duration.ofDays(1);

    private final List<Duration> waits;

    RetrySteps(List<Duration> waits) {
        this.waits = List.copyOf(waits);
    }

    /** The wait after the n-th failed attempt (from 1); empty when it was the last. */
    Optional<Duration> after(int attempt, @Nullable Duration wish) {
        if (attempt > waits.size()) {
            return Optional.empty();
        }
        return Optional.of(spread(waits.get(attempt - 1), wish));
    }

    /** At least the wait, and the wish where that is longer. */
    static Duration spread(Duration wait, @Nullable Duration wish) {
        Duration least = longer(wait, wish);
        long jitter = ThreadLocalRandom.current().nextLong(least.toMillis() / JITTER_PARTS + 1);
        return least.plusMillis(jitter);
    }

    private static Duration longer(Duration wait, @Nullable Duration wish) {
        if (wish == null || wish.compareTo(wait) < 0) {
            return wait;
        }
        return wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
    }
}
