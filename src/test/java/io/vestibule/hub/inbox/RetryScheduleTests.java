package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryScheduleTests {

    @Test
    void whatFailedTogetherComesBackSpreadAroundItsStep() {
        assertThat(delays(1, null))
                .hasSizeGreaterThan(100)
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6)));
        assertThat(delays(4, null))
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(12)));
        assertThat(delays(99, null))
                .hasSizeGreaterThan(100)
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofMinutes(576), Duration.ofMinutes(864)));
    }

    @Test
    void whatWasAskedToWaitComesBackSpreadAndNeverBefore() {
        assertThat(delays(1, Duration.ofSeconds(30)))
                .hasSizeGreaterThan(100)
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(36)));
        assertThat(delays(1, Duration.ofDays(365)))
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofHours(24), Duration.ofHours(29)));
    }

    private static Set<Duration> delays(int attempts, @Nullable Duration wish) {
        return Stream.generate(() -> RetrySchedule.delay(attempts, wish))
                .limit(1_000)
                .collect(Collectors.toSet());
    }
}
