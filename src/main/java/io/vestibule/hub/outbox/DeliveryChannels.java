package io.vestibule.hub.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.observe.Spans;
import io.vestibule.platform.observe.Spans.Step;
import io.vestibule.platform.observe.Trace;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The one channel of each name; the route {@code deliver-outbox} hands every claimed delivery to it. */
@Component("deliveryChannels")
public class DeliveryChannels {

    // Looked up late: channels need the portal, the catalogue and mail, which come up after the outbox
    private final ObjectProvider<DeliveryChannel> channels;
    private final MeterRegistry meters;
    private final Spans spans;

    DeliveryChannels(ObjectProvider<DeliveryChannel> channels, MeterRegistry meters, Spans spans) {
        this.channels = channels;
        this.meters = meters;
        this.spans = spans;
    }

    /** Measures how long it took, by connection and how it ended; an exception is tried again and counts as failed. */
    public Outcome deliver(@Body OutboxMessage message) {
        Timer.Sample sample = Timer.start(meters);
        String connection = message.draft().connection();
        String end = "failed";
        try (var said = MDC.putCloseable("messageId", "out-" + message.id())) {
            Outcome outcome = spans.within(step(message), () -> delivered(message));
            end = OutboxMetrics.word(outcome);
            return outcome;
        } finally {
            sample.stop(meters.timer("vestibule.outbox.attempts", "connection", connection, "outcome", end));
        }
    }

    private static Step step(OutboxMessage message) {
        OutboxDraft draft = message.draft();
        Map<String, String> about =
                Map.of("vestibule.message", "out-" + message.id(), "vestibule.connection", draft.connection());
        return new Step("deliver " + draft.channel(), Trace.of(message.trace()), about);
    }

    private Outcome delivered(OutboxMessage message) {
        Map<String, DeliveryChannel> byName =
                channels.stream().collect(Collectors.toMap(DeliveryChannel::channel, Function.identity()));
        DeliveryChannel channel = byName.get(message.draft().channel());
        return channel == null
                ? new Outcome.Refused(
                        "no-channel",
                        "Nothing here delivers by '%s'. Known channels: %s."
                                .formatted(message.draft().channel(), List.copyOf(byName.keySet())),
                        false)
                : channel.deliver(message);
    }
}
