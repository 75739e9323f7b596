package io.vestibule.hub.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RetryStepsTests {

    private final RetrySteps steps = new RetrySteps(List.of(Duration.ofSeconds(10), Duration.ofMinutes(10)));

    @RepeatedTest(20)
    void addsUpToAFifthByChance() {
        assertThat(steps.after(1, null))
                .get()
                .satisfies(wait -> assertThat(wait).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12)));
    }

    @Test
    void rowsThatFailedTogetherAreSpreadAlsoAfterAWish() {
        assertThat(Stream.generate(() -> steps.after(1, Duration.ofMinutes(1)).orElseThrow())
                        .limit(1_000)
                        .distinct())
                .hasSizeGreaterThan(100)
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMinutes(1), Duration.ofSeconds(72)));
    }

    @Test
    void honoursALongerWishAndNoShorterOne() {
        assertThat(steps.after(1, Duration.ofMinutes(1)).orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(steps.after(2, Duration.ofMinutes(1)).orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void waitsNoLongerThanADayForAnybody() {
        assertThat(steps.after(1, Duration.ofDays(365)).orElseThrow()).isLessThan(Duration.ofHours(30));
    }

    @Test
    void endsAfterTheLastStep() {
        assertThat(steps.after(3, null)).isEmpty();
        assertThat(steps.after(3, Duration.ofMinutes(1))).isEmpty();
    }
}
