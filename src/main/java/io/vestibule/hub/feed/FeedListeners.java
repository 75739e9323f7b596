package io.vestibule.hub.feed;

import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.inbox.InboxMessage;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Those who act on the portal's events, in their fixed order. */
@Component
class FeedListeners {

    // Looked up late: listeners need the outbox and the portal, which come up after the inbox
    private final Supplier<List<FeedListener>> listeners;

    FeedListeners(ObjectProvider<FeedListener> listeners) {
        this.listeners = SingletonSupplier.of(() -> listeners.orderedStream().toList());
    }

    boolean anyActsOn(CanonicalEvent event) {
        return listeners.get().stream().anyMatch(listener -> listener.actsOn(event));
    }

    void tell(FeedEvent event, InboxMessage message) {
        listeners.get().forEach(listener -> listener.on(event, message));
    }
}
