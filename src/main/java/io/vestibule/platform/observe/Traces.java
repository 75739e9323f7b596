package io.vestibule.platform.observe;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The trace that the present thread works on, and its id in each line of the log. Whoever takes work out of a queue or
 * off the wire sets it for as long as that lasts; whoever stores or sends asks for it.
 */
public final class Traces {

    private static final String MDC_KEY = "traceId";
    private static final ThreadLocal<@Nullable Trace> PRESENT = new ThreadLocal<>();

    private Traces() {}

    public static Optional<Trace> present() {
        return Optional.ofNullable(PRESENT.get());
    }

    /** The present one handed on, else one that begins here. */
    public static Trace next() {
        return present().map(Trace::next).orElseGet(Trace::begin);
    }

    /** Does the work as part of that trace, whatever the thread was at before. */
    public static <T extends @Nullable Object> T within(Trace trace, Supplier<T> work) {
        try (Part part = part(trace)) {
            return work.get();
        }
    }

    /** The same for work that can't be handed over: lasts until this thread closes it. */
    public static Part part(Trace trace) {
        Part part = new Part(PRESENT.get());
        set(trace);
        return part;
    }

    /** A stretch of work in a trace. */
    public static final class Part implements AutoCloseable {

        private final @Nullable Trace before;

        private Part(@Nullable Trace before) {
            this.before = before;
        }

        @Override
        public void close() {
            set(before);
        }
    }

    private static void set(@Nullable Trace trace) {
        if (trace == null) {
            PRESENT.remove();
            MDC.remove(MDC_KEY);
        } else {
            PRESENT.set(trace);
            MDC.put(MDC_KEY, trace.id());
        }
    }
}
