package io.vestibule.hub.feed;

import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.gateway.CanonicalJson;
import io.vestibule.hub.inbox.InboxHandler;
import io.vestibule.hub.inbox.InboxMessage;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Takes the portal's events out of the inbox and gives each to the {@link FeedListener}s in their fixed order. */
@Component
class FeedHandler implements InboxHandler {

    static final String KIND = "feed";

    private final FeedListeners listeners;

    FeedHandler(FeedListeners listeners) {
        this.listeners = listeners;
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
        listeners.tell(event, message);
        return applied(event, message.eventType());
    }

    static Handling.Applied applied(FeedEvent event, String type) {
        return new Handling.Applied(type, event.object().type(), event.object().id(), null);
    }
}
