package io.vestibule.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How many ended in each second of a run and how long they had taken; drawn into the picture. */
public final class Timeline {

    private final SortedMap<Integer, Histogram> seconds = new TreeMap<>();

    /** One second: how many ended, and what half and 99 % of them took at most. */
    public record Second(int second, long count, double p50Millis, double p99Millis) {}

    /** @param elapsed nanoseconds since the start */
    public void add(long elapsed, long micros) {
        int second = (int) TimeUnit.NANOSECONDS.toSeconds(elapsed);
        seconds.computeIfAbsent(second, number -> new Histogram(2)).recordValue(micros);
    }

    public List<Second> seconds() {
        List<Second> list = new ArrayList<>();
        int last = seconds.isEmpty() ? -1 : seconds.lastKey();
        for (int second = 0; second <= last; second++) {
            Histogram values = seconds.getOrDefault(second, new Histogram(2));
            list.add(new Second(
                    second,
                    values.getTotalCount(),
                    values.getValueAtPercentile(50) / 1e3,
                    values.getValueAtPercentile(99) / 1e3));
        }
        return list;
    }
}
