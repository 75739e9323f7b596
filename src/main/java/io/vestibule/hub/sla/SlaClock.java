package io.vestibule.hub.sla;

import io.vestibule.hub.sla.BusinessCalendar.Interval;
import io.vestibule.hub.sla.SlaFact.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one promise on one request stands, computed from everything that happened to it. A pure function of its facts:
 * a late fact, or one that comes twice, leads to the same clock as if it had come in time and once.
 *
 * @param dueAt when the target runs out; null while paused or stopped
 * @param runningSince when it started or went on last; null unless it runs
 * @param stoppedAt when it was met or missed for good; null while it runs or is paused
 * @param used business time used so far, until the last fact
 * @param worked the stretches that count, the last one reaching to {@code dueAt} while running
 */
public record SlaClock(
        SlaPolicy.Metric metric,
        State state,
        @Nullable Instant dueAt,
        @Nullable Instant runningSince,
        @Nullable Instant stoppedAt,
        Duration used,
        List<Interval> worked) {

    public enum State {
        RUNNING,
        PAUSED,
        MET,
        BREACHED
    }

    /** @param facts in any order; the earliest OPENED starts the clock. {@code now}: business time */
    public static SlaClock compute(
            SlaPolicy.Metric metric, SlaPolicy policy, BusinessCalendar calendar, List<SlaFact> facts, Instant now) {
        List<SlaFact> inOrder = facts.stream().sorted(SlaFact.IN_ORDER).toList();
        Run run = new Run(metric, policy.target(metric), calendar);
        inOrder.forEach(run::take);
        return run.clock(now);
    }

    /** Walks through the facts once. */
    private static final class Run {
        private final SlaPolicy.Metric metric;
        private final Duration target;
        private final BusinessCalendar calendar;
        private final List<Interval> worked = new ArrayList<>();
        private Duration used = Duration.ZERO;
        private @Nullable Instant runningSince;
        private @Nullable Instant stoppedAt;
        private boolean opened;

        private Run(SlaPolicy.Metric metric, Duration target, BusinessCalendar calendar) {
            this.metric = metric;
            this.target = target;
            this.calendar = calendar;
        }

        private void take(SlaFact fact) {
            if (!opened && fact.kind() != Kind.OPENED) {
                return;
            }
            switch (fact.kind()) {
                case OPENED -> open(fact.at());
                case WAITING -> pause(fact.at());
                case RESUMED -> resume(fact.at());
                case ANSWERED -> answered(fact.at());
                case DONE -> stop(fact.at());
            }
        }

        private void open(Instant at) {
            if (!opened) {
                opened = true;
                runningSince = at;
            }
        }

        private void answered(Instant at) {
            if (metric == SlaPolicy.Metric.FIRST_RESPONSE) {
                stop(at);
            }
        }

        private void pause(Instant at) {
            Instant since = runningSince;
            if (since != null) {
                for (Interval stretch : calendar.worked(since, at)) {
                    worked.add(stretch);
                    used = used.plus(stretch.length());
                }
                runningSince = null;
            }
        }

        private void resume(Instant at) {
            boolean answeredForGood = metric == SlaPolicy.Metric.FIRST_RESPONSE && stoppedAt != null;
            if (runningSince == null && !answeredForGood) {
                stoppedAt = null;
                runningSince = at;
            }
        }

        private void stop(Instant at) {
            if (stoppedAt == null) {
                pause(at);
                stoppedAt = at;
            }
        }

        private SlaClock clock(Instant now) {
            if (stoppedAt != null) {
                State state = used.compareTo(target) > 0 ? State.BREACHED : State.MET;
                return new SlaClock(metric, state, null, null, stoppedAt, used, List.copyOf(worked));
            }
            boolean usedUp = used.compareTo(target) >= 0;
            if (runningSince == null) {
                return new SlaClock(
                        metric, usedUp ? State.BREACHED : State.PAUSED, null, null, null, used, List.copyOf(worked));
            }
            worked.addAll(usedUp ? List.of() : calendar.intervals(runningSince, target.minus(used)));
            List<Interval> counted = untilTarget();
            Instant dueAt = counted.isEmpty() ? runningSince : counted.getLast().to();
            State state = dueAt.isAfter(now) ? State.RUNNING : State.BREACHED;
            return new SlaClock(metric, state, dueAt, runningSince, null, used, counted);
        }

        /** What was worked beyond the target moves no due time: the promise was missed before. */
        private List<Interval> untilTarget() {
            List<Interval> counted = new ArrayList<>();
            Duration left = target;
            for (Interval interval : worked) {
                Duration part = interval.length().compareTo(left) > 0 ? left : interval.length();
                if (part.isPositive()) {
                    counted.add(new Interval(interval.from(), interval.from().plus(part)));
                }
                left = left.minus(part);
            }
            return List.copyOf(counted);
        }
    }
}
