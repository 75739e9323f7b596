package io.vestibule.hub.inbox;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * When a failed handling is tried again: soon at first, then ever later, for {@link #GIVE_UP} since the message came (or
 * was replayed). Times are spread by a fifth, so that what failed together does not come back together; what the other
 * side asked for is spread upwards only.
 */
final class RetrySchedule {

    static final Duration GIVE_UP = Duration.ofDays(4);

    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12));

    private static final double SPREAD = 0.2;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST_WISH = Duration.ofHours(24);
    private static final int PATIENT_AFTER = 10;
    private static final Duration PATIENT = Duration.ofMinutes(1);

    /** Reasons that end when a person acts: the time such a message waited is not held against it. */
    static final Set<String> WAIT_FOR_A_PERSON = Set.of("connection-stopped");

    /** Of a vendor that will take calls again: such a message waits as long as that takes. */
    private static final String VENDOR_LIMIT = "vendor-limit";

    private RetrySchedule() {}

    /** @param age since the message came or was replayed, or since somebody could be asked about it */
    static boolean usedUp(String reason, Duration age) {
        return age.compareTo(GIVE_UP) > 0 && !reason.equals(VENDOR_LIMIT);
    }

    /** @param wish what the other side asked for (Retry-After), null = by the schedule */
    static Duration delay(int attempts, @Nullable Duration wish) {
        if (wish == null) {
            return spread(STEPS.get(Math.min(Math.max(attempts, 1), STEPS.size()) - 1));
        }
        Duration least = attempts > PATIENT_AFTER ? PATIENT : SHORTEST;
        Duration longEnough = wish.compareTo(least) < 0 ? least : wish;
        Duration bounded = longEnough.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : longEnough;
        return times(bounded, 1 + SPREAD * ThreadLocalRandom.current().nextDouble());
    }

    private static Duration spread(Duration step) {
        return times(step, 1 - SPREAD + 2 * SPREAD * ThreadLocalRandom.current().nextDouble());
    }

    private static Duration times(Duration wait, double factor) {
        return Duration.ofMillis((long) (wait.toMillis() * factor));
    }
}
