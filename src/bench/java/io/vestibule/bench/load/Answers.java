package io.vestibule.bench.load;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What came back in one run of the generator. Latency is counted from the time a shot was due, so it holds the lateness,
 * which is kept apart as well; both in microseconds.
 */
public final class Answers {

    private final Histogram latency = new Histogram(3);
    private final Histogram lateness = new Histogram(3);
    private final Map<String, Integer> others = new TreeMap<>();
    private final BitSet taken = new BitSet();
    private final Timeline timeline = new Timeline();
    private final long[] scheduled;
    private final long startedAtMillis;
    private long elapsed;
    private int sent;

    Answers(int shots, long startedAtMillis) {
        this.scheduled = new long[shots];
        this.startedAtMillis = startedAtMillis;
    }

    void left(int index, long scheduledAt, long now) {
        sent++;
        scheduled[index] = scheduledAt;
        lateness.recordValue(micros(now - scheduledAt));
    }

    void answered(int index, int status, long now) {
        if (status >= 200 && status < 300) {
            long micros = micros(now - scheduled[index]);
            taken.set(index);
            latency.recordValue(micros);
            timeline.add(now, micros);
        } else {
            others.merge("HTTP " + status, 1, Integer::sum);
        }
    }

    void failed(String how) {
        others.merge(how, 1, Integer::sum);
    }

    void end(long now) {
        elapsed = now;
    }

    private static long micros(long nanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    /** Answered with 2xx, by the index of the shot. */
    public BitSet taken() {
        return taken;
    }

    public int count() {
        return taken.cardinality();
    }

    public int sent() {
        return sent;
    }

    /** Everything but 2xx. */
    public Map<String, Integer> others() {
        return others;
    }

    /** Answers with 2xx per second, over the whole run. */
    public double perSecond() {
        return elapsed == 0 ? 0 : count() * 1e9 / elapsed;
    }

    public double seconds() {
        return elapsed / 1e9;
    }

    public double latencyMillis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }

    public double latenessMillis(double percentile) {
        return lateness.getValueAtPercentile(percentile) / 1e3;
    }

    /** When the shot was due, by the wall clock in milliseconds. */
    public double dueAtMillis(int index) {
        return startedAtMillis + scheduled[index] / 1e6;
    }

    public Timeline timeline() {
        return timeline;
    }
}
