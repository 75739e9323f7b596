package io.vestibule.hub.feed;

import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.gateway.CanonicalJson;
import io.vestibule.hub.inbox.InboxHandler;
import io.vestibule.hub.inbox.InboxMessage;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Takes the portal's events out of the inbox and gives each to the {@link FeedListener}s in their fixed order. */
@Component
class FeedHandler implements InboxHandler {

    static final String KIND = "feed";

    // Looked up late: listeners need the outbox and the portal, which come up after the inbox
    private final Supplier<List<FeedListener>> listeners;

    FeedHandler(ObjectProvider<FeedListener> listeners) {
        this.listeners = SingletonSupplier.of(() -> listeners.orderedStream().toList());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Handling handle(InboxMessage message) {
        if (!CanonicalJson.knowsEvent(message.eventType())) {
            return new Handling.Ignored("unknown-event", "This release does not know " + message.eventType() + ".");
        }
        FeedEvent event;
        try {
            event = CanonicalJson.feedEvent(Objects.requireNonNullElse(message.event(), ""));
        } catch (CanonicalJson.Unreadable e) {
            return new Handling.Dead("unreadable-event", String.valueOf(e.getMessage()));
        }
        listeners.get().forEach(listener -> listener.on(event, message));
        return new Handling.Applied(
                message.eventType(), event.object().type(), event.object().id(), null);
    }
}
