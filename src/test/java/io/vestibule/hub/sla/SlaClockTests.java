package io.vestibule.hub.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.sla.BusinessCalendar.Opening;
import io.vestibule.hub.sla.SlaClock.State;
import io.vestibule.hub.sla.SlaFact.Kind;
import io.vestibule.hub.sla.SlaPolicy.Metric;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SlaClockTests {

    private static final Instant NINE = Instant.parse("2026-09-01T09:00:00Z");

    private final BusinessCalendar always = new BusinessCalendar(
            "always",
            ZoneOffset.UTC,
            Stream.of(DayOfWeek.values())
                    .collect(Collectors.toMap(
                            day -> day,
                            day -> List.of(new Opening(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)),
                            (a, b) -> a,
                            () -> new java.util.EnumMap<>(DayOfWeek.class))),
            day -> false);
    private final SlaPolicy policy = new SlaPolicy(
            "standard", "always", Duration.ofHours(4), Duration.ofHours(10), Duration.ofHours(1), List.of());

    private static SlaFact at(int hours, Kind kind) {
        return new SlaFact(NINE.plus(Duration.ofHours(hours)), kind);
    }

    private SlaClock clock(Metric metric, int now, SlaFact... facts) {
        return SlaClock.compute(metric, policy, always, List.of(facts), NINE.plus(Duration.ofHours(now)));
    }

    @Test
    void runsFromTheOpening() {
        SlaClock clock = clock(Metric.FIRST_RESPONSE, 1, at(0, Kind.OPENED));
        assertThat(clock.state()).isEqualTo(State.RUNNING);
        assertThat(clock.dueAt()).isEqualTo(NINE.plus(Duration.ofHours(4)));
    }

    @Test
    void aRequestThatWasDoneWhenItOpenedIsNotRunning() {
        SlaClock clock = clock(Metric.RESOLUTION, 1, at(0, Kind.DONE), at(0, Kind.OPENED));
        assertThat(clock.state()).isEqualTo(State.MET);
    }

    @Test
    void theFirstAnswerMeetsTheFirstPromiseForGood() {
        SlaClock clock = clock(
                Metric.FIRST_RESPONSE,
                9,
                at(0, Kind.OPENED),
                at(1, Kind.ANSWERED),
                at(2, Kind.DONE),
                at(8, Kind.RESUMED));
        assertThat(clock.state()).isEqualTo(State.MET);
        assertThat(clock.dueAt()).isNull();
    }

    @Test
    void anAnswerThatCameTooLateIsABreach() {
        SlaClock clock = clock(Metric.FIRST_RESPONSE, 9, at(0, Kind.OPENED), at(5, Kind.ANSWERED));
        assertThat(clock.state()).isEqualTo(State.BREACHED);
        assertThat(clock.dueAt()).isNull();
    }

    @Test
    void pausesWhileItWaitsForTheClient() {
        SlaClock waiting = clock(Metric.RESOLUTION, 20, at(0, Kind.OPENED), at(2, Kind.WAITING));
        assertThat(waiting.state()).isEqualTo(State.PAUSED);
        assertThat(waiting.dueAt()).isNull();

        SlaClock resumed = clock(Metric.RESOLUTION, 7, at(0, Kind.OPENED), at(2, Kind.WAITING), at(6, Kind.RESUMED));
        assertThat(resumed.state()).isEqualTo(State.RUNNING);
        assertThat(resumed.dueAt()).isEqualTo(NINE.plus(Duration.ofHours(14)));
    }

    @Test
    void timeSpentDoneDoesNotCountWhenItIsOpenedAgain() {
        SlaClock clock = clock(Metric.RESOLUTION, 101, at(0, Kind.OPENED), at(3, Kind.DONE), at(100, Kind.RESUMED));
        assertThat(clock.dueAt()).isEqualTo(NINE.plus(Duration.ofHours(107)));
    }

    @Test
    void isBreachedOnceItsTimeHasCome() {
        assertThat(clock(Metric.RESOLUTION, 10, at(0, Kind.OPENED)).state()).isEqualTo(State.BREACHED);
    }

    @Test
    void aMissedPromiseStaysDueWhenItWasAlsoAfterAPause() {
        SlaClock clock = clock(Metric.FIRST_RESPONSE, 9, at(0, Kind.OPENED), at(6, Kind.WAITING), at(8, Kind.RESUMED));
        Duration sum =
                clock.worked().stream().map(BusinessCalendar.Interval::length).reduce(Duration.ZERO, Duration::plus);

        assertThat(clock.state()).isEqualTo(State.BREACHED);
        assertThat(clock.dueAt()).isEqualTo(NINE.plus(Duration.ofHours(4)));
        assertThat(sum).isEqualTo(policy.firstResponse());
    }

    @Test
    void aRequestThatRanForYearsCanStillBeClosed() {
        int years = 4 * 365 * 24;
        SlaClock clock = clock(Metric.RESOLUTION, years, at(0, Kind.OPENED), at(years, Kind.DONE));

        assertThat(clock.state()).isEqualTo(State.BREACHED);
        assertThat(clock.used()).isEqualTo(Duration.ofHours(years));
    }

    @Test
    void comesOutTheSameInWhateverOrderTheFactsArrive() {
        List<SlaFact> facts = new ArrayList<>(List.of(
                at(0, Kind.OPENED),
                at(1, Kind.ANSWERED),
                at(2, Kind.WAITING),
                at(6, Kind.RESUMED),
                at(7, Kind.WAITING)));
        Instant now = NINE.plus(Duration.ofHours(9));
        SlaClock expected = SlaClock.compute(Metric.RESOLUTION, policy, always, facts, now);
        for (int turn = 0; turn < facts.size(); turn++) {
            Collections.rotate(facts, 1);
            assertThat(SlaClock.compute(Metric.RESOLUTION, policy, always, facts, now))
                    .isEqualTo(expected);
        }
        assertThat(expected.used()).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void explainsEveryStretchThatCounts() {
        SlaClock clock = clock(Metric.RESOLUTION, 7, at(0, Kind.OPENED), at(2, Kind.WAITING), at(6, Kind.RESUMED));
        Duration sum =
                clock.worked().stream().map(BusinessCalendar.Interval::length).reduce(Duration.ZERO, Duration::plus);
        assertThat(sum).isEqualTo(policy.resolution());
        assertThat(clock.worked().getFirst().from()).isEqualTo(NINE);
    }
}
