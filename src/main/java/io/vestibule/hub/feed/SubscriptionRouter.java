package io.vestibule.hub.feed;

import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.outbox.OutboundSubscription;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxDraft;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Turns an event into rows of the outbox, one per subscribed connection or recipient, all in one transaction. An event
 * that comes twice makes no second row. Comes after the listeners that compute what mails tell.
 */
@Component
@Order(SubscriptionRouter.ORDER)
class SubscriptionRouter implements FeedListener {

    static final int ORDER = 100;

    // Looked up late: subscriptions need connections and mailboxes, which come up after the inbox
    private final Supplier<List<OutboundSubscription>> subscriptions;
    private final Outbox outbox;

    SubscriptionRouter(ObjectProvider<OutboundSubscription> subscriptions, Outbox outbox) {
        this.subscriptions =
                SingletonSupplier.of(() -> subscriptions.orderedStream().toList());
        this.outbox = outbox;
    }

    @Override
    public boolean actsOn(CanonicalEvent event) {
        return subscriptions.get().stream().anyMatch(subscription -> subscription.concerns(event));
    }

    @Override
    public void on(FeedEvent event, InboxMessage message) {
        List<OutboxDraft> drafts = subscriptions.get().stream()
                .flatMap(subscription -> subscription.draftsFor(event).stream())
                .toList();
        outbox.enqueue(drafts);
    }
}
