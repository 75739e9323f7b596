package io.vestibule.platform.observe;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The trace that the present thread works on, and its id in each line of the log. {@link Spans} sets it for as long as a
 * step lasts; whoever stores or sends asks for it.
 */
public final class Traces {

    private static final String MDC_KEY = "traceId";
    private static final ThreadLocal<@Nullable Trace> PRESENT = new ThreadLocal<>();

    private Traces() {}

    public static Optional<Trace> present() {
        return Optional.ofNullable(PRESENT.get());
    }

    /** What is stored or sent now goes on with: the present step, else a trace that begins here. */
    public static Trace toGoOnWith() {
        return present().orElseGet(Trace::begin);
    }

    /** Work for that trace, whatever the thread was at before; lasts until this thread closes it. */
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
