package io.vestibule.hub.outbox;

import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.canonical.FeedEvent;
import java.util.List;

/**
 * One room's interest in what happens in the portal: says what is to be sent because of an event. Asked at least once per
 * event; the same event must give drafts with the same source, channel and target. May read, must not write.
 */
public interface OutboundSubscription {

    /** Whether such an event may ever bring drafts. */
    boolean concerns(CanonicalEvent event);

    List<OutboxDraft> draftsFor(FeedEvent event);

    /** The {@link OutboxDraft#source} of everything an event brings about. */
    static String source(FeedEvent event) {
        return source(event.id());
    }

    /** @param event the id of one */
    static String source(String event) {
        return "feed:" + event;
    }
}
