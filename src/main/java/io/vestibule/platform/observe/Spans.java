package io.vestibule.platform.observe;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The steps of a trace: whoever takes work out of a queue or off the wire does it here, under a step of its own that what
 * it stores and sends goes on with. Where {@link SpanExport} is switched on each step is exported as a span; else it costs
 * nothing but its name.
 */
@Component
public final class Spans {

    private final @Nullable Tracer tracer;

    /** @param provider not there while nothing is exported */
    Spans(ObjectProvider<SdkTracerProvider> provider) {
        this.tracer = provider.stream()
                .map(exporting -> exporting.get("io.vestibule"))
                .findFirst()
                .orElse(null);
    }

    /**
     * A step.
     *
     * @param name what is done, e.g. {@code apply mail}
     * @param from the trace it goes on with; empty where one begins
     * @param about names of messages, apps and connections, never of people
     */
    public record Step(String name, Optional<Trace> from, Map<String, String> about) {}

    /** Does the work as that step, whatever the thread was at before. */
    public <T extends @Nullable Object> T within(Step step, Supplier<T> work) {
        Trace own = step.from().map(Trace::next).orElseGet(Trace::begin);
        try (Traces.Part part = Traces.part(own)) {
            return tracer == null ? work.get() : exported(tracer, step, work);
        }
    }

    private static <T extends @Nullable Object> T exported(Tracer tracer, Step step, Supplier<T> work) {
        Span span = tracer.spanBuilder(step.name()).setParent(parent(step)).startSpan();
        step.about().forEach(span::setAttribute);
        try {
            return work.get();
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
            throw e;
        } finally {
            span.end();
        }
    }

    private static Context parent(Step step) {
        return step.from()
                .map(from -> Span.wrap(SpanContext.createFromRemoteParent(
                        from.id(), from.step(), TraceFlags.getSampled(), TraceState.getDefault())))
                .map(Context.root()::with)
                .orElse(Context.root());
    }
}
