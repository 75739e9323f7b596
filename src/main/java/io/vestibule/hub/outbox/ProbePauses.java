package io.vestibule.hub.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a connection that does not answer is left alone before the next probe: twice as long after each that failed,
 * up to {@link #LONGEST}, and up to a fifth more by chance, so that what failed together is not tried together. Never
 * shorter than the other side asked for.
 */
final class ProbePauses {

    static final Duration FIRST = Duration.ofSeconds(10);
    static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 5;

    private ProbePauses() {}

    /** @param failed probes since the connection was left alone; {@code wish}: what the other side asked for */
    static Duration after(int failed, @Nullable Duration wish) {
        Duration step = FIRST.multipliedBy(1L << Math.min(failed, DOUBLINGS));
        return RetrySteps.spread(step.compareTo(LONGEST) > 0 ? LONGEST : step, wish);
    }
}
