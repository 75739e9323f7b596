package io.vestibule.hub.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.observe.Spans;
import io.vestibule.platform.observe.Spans.Step;
import io.vestibule.platform.observe.Trace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** The one handler of each kind; the route {@code process-inbox} hands every claimed message to it. */
@Component("inboxHandlers")
public class InboxHandlers {

    // Looked up late: handlers need the portal, the catalogue and mail, which come up after the inbox
    private final Supplier<Map<String, InboxHandler>> handlers;
    private final MeterRegistry meters;
    private final Spans spans;

    InboxHandlers(ObjectProvider<InboxHandler> handlers, MeterRegistry meters, Spans spans) {
        this.handlers = SingletonSupplier.of(
                () -> handlers.stream().collect(Collectors.toMap(InboxHandler::kind, Function.identity())));
        this.meters = meters;
        this.spans = spans;
    }

    /** Measures how long it took, by app and how it ended; an exception is tried again and counts as failed. */
    public Handling handle(@Body InboxMessage message) {
        Timer.Sample sample = Timer.start(meters);
        String end = "failed";
        try (var said = MDC.putCloseable("messageId", "in-" + message.id())) {
            Handling handling = spans.within(step(message), () -> handled(message));
            end = handling.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            return handling;
        } finally {
            sample.stop(meters.timer("vestibule.inbox.handling", "app", message.app(), "state", end));
        }
    }

    private static Step step(InboxMessage message) {
        Map<String, String> about = Map.of("vestibule.message", "in-" + message.id(), "vestibule.app", message.app());
        return new Step("apply " + message.kind(), Trace.of(message.trace()), about);
    }

    private Handling handled(InboxMessage message) {
        Map<String, InboxHandler> byKind = handlers.get();
        InboxHandler handler = byKind.get(message.kind());
        return handler == null
                ? new Handling.Dead(
                        "no-handler",
                        "Nothing here handles messages of kind '%s'. Known kinds: %s."
                                .formatted(message.kind(), List.copyOf(byKind.keySet())))
                : handler.handle(message);
    }
}
