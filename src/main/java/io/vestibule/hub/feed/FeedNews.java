package io.vestibule.hub.feed;

import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.gateway.CanonicalJson;
import io.vestibule.hub.gateway.FeedEntry;
import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes an event of the portal a piece of news for the inbox, pushed or read from the feed. One on which nobody acts ends
 * with its receipt: it would only be claimed and let go. What can't be read takes the usual way, to the words about it.
 */
@Component
public class FeedNews {

    static final String ACCOUNT = "";

    private final FeedListeners listeners;

    FeedNews(FeedListeners listeners) {
        this.listeners = listeners;
    }

    public Delivery.Item of(FeedEntry entry) {
        return new Delivery.Item(
                ACCOUNT,
                entry.id(),
                null,
                entry.type(),
                entry.orderingKey(),
                entry.json(),
                null,
                entry.trace(),
                settled(entry));
    }

    private Handling.@Nullable Applied settled(FeedEntry entry) {
        if (!CanonicalJson.knowsEvent(entry.type())) {
            return null;
        }
        try {
            FeedEvent event = CanonicalJson.feedEvent(entry.json());
            return listeners.anyActsOn(event.event()) ? null : FeedHandler.applied(event, entry.type());
        } catch (CanonicalJson.Unreadable e) {
            return null;
        }
    }
}
