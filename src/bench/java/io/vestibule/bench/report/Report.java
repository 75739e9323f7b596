package io.vestibule.bench.report;

import io.vestibule.bench.load.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what the parts find, in the order they find it. Parts run one after the other. */
public final class Report {

    private static final Logger LOG = LoggerFactory.getLogger(Report.class);

    private final List<Figure> figures = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<Track> tracks = new ArrayList<>();

    /** The findings of one part. */
    public final class Section {

        private final int part;

        Section(int part) {
            this.part = part;
        }

        public Section figure(String name, double value, String unit) {
            return add(new Figure(part, name, value, unit, null, null));
        }

        public Section atLeast(double target, String name, double value, String unit) {
            return add(new Figure(part, name, value, unit, ">= " + Words.number(target), value >= target));
        }

        public Section atMost(double target, String name, double value, String unit) {
            return add(new Figure(part, name, value, unit, "<= " + Words.number(target), value <= target));
        }

        private Section add(Figure figure) {
            figures.add(figure);
            LOG.info("{}: {} {}", figure.name(), Words.number(figure.value()), figure.unit());
            return this;
        }

        /** @param seen what was found, told when it isn't what was promised */
        public Section check(String promise, boolean kept, String seen) {
            checks.add(new Check(part, promise, kept, seen));
            if (kept) {
                LOG.info("{}: yes", promise);
            } else {
                LOG.error("{}: NO, {}", promise, seen);
            }
            return this;
        }

        public Section same(String promise, long wanted, long found) {
            return check(promise, wanted == found, String.format(Locale.ROOT, "%d expected, %d found", wanted, found));
        }

        public Section track(String name, Timeline timeline) {
            tracks.add(new Track(part, name, timeline.seconds()));
            return this;
        }
    }

    public Section section(int part) {
        return new Section(part);
    }

    public List<Figure> figures() {
        return figures;
    }

    public List<Check> checks() {
        return checks;
    }

    public List<Track> tracks() {
        return tracks;
    }

    public boolean allKept() {
        return checks.stream().allMatch(Check::kept);
    }
}
