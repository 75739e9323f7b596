package io.vestibule.platform.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One gauge per name, as the firm gave it in the console, for figures that a {@link Reading} brings. A name that was
 * seen keeps its gauge, so that a figure that sinks to nothing is seen to.
 */
public final class NamedGauges {

    private final MeterRegistry meters;
    private final Title title;
    private final Map<String, Value> values = new ConcurrentHashMap<>();

    private NamedGauges(MeterRegistry meters, Title title) {
        this.meters = meters;
        this.title = title;
    }

    /**
     * What they are called.
     *
     * @param tag what the name is the name of: app, connection
     * @param unit empty for plain counts
     * @param whenGone value of a name that a reading no longer has
     */
    public record Title(String meter, String tag, String unit, String description, double whenGone) {}

    private static final class Value {
        private volatile double number;
    }

    public static NamedGauges of(MeterRegistry meters, Title title) {
        return new NamedGauges(meters, title);
    }

    /** Takes over a reading: these values, and nothing for the names that are not in it. */
    public void set(Map<String, ? extends Number> read) {
        read.forEach((name, number) -> values.computeIfAbsent(name, this::register).number = number.doubleValue());
        values.forEach((name, value) -> {
            if (!read.containsKey(name)) {
                value.number = title.whenGone();
            }
        });
    }

    private Value register(String name) {
        Value value = new Value();
        Gauge.builder(title.meter(), value, held -> held.number)
                .strongReference(true)
                .tag(title.tag(), name)
                .description(title.description())
                .baseUnit(title.unit().isEmpty() ? null : title.unit())
                .register(meters);
        return value;
    }

    /** A reading in which each of these has nothing, to be filled with what was found. */
    public static Map<String, Double> zeros(Collection<String> names) {
        Map<String, Double> zeros = new HashMap<>();
        names.forEach(name -> zeros.put(name, 0.0));
        return zeros;
    }
}
