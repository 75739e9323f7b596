package io.vestibule.hub.feed;

import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.inbox.InboxMessage;

/**
 * Acts on what happened in the portal. Listeners are called one after the other, by {@code @Order}, outside any
 * transaction and at least once per event, in order per object: what they do must be the same when done twice. An
 * exception brings the event again later, to all of them.
 */
public interface FeedListener {

    /** Whether it does anything about such an event. What nobody acts on is not brought to anybody. */
    boolean actsOn(CanonicalEvent event);

    void on(FeedEvent event, InboxMessage message);
}
