package io.vestibule.hub.webhook;

import io.vestibule.hub.connection.App;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.hub.connector.EventSplitter;
import io.vestibule.hub.connector.SplitEvent;
import io.vestibule.hub.gateway.CanonicalJson;
import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.inbox.PayloadStore;
import io.vestibule.hub.inbox.PayloadStore.Payload;
import io.vestibule.hub.inbox.Receipt;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Events that could not be read at their receipt, replayed after the connector was put right: they are read again from
 * the original bytes and received under their true ids, like every other event; what came again since is a duplicate.
 */
@Component
class UnreadEvents {

    private static final Set<String> TYPES = Set.of(EventSplitter.UNREAD_EVENT, EventSplitter.UNREAD_DELIVERY);
    private static final String UNREADABLE = "unreadable-event";

    /** More messages than that are counted in the words. */
    private static final int NAMED = 20;

    private final Apps apps;
    private final ConnectorCatalog catalog;
    private final EventSplitter splitter;
    private final EventItems items;
    private final PayloadStore payloads;
    private final Inbox inbox;

    UnreadEvents(
            Apps apps,
            ConnectorCatalog catalog,
            EventSplitter splitter,
            EventItems items,
            PayloadStore payloads,
            Inbox inbox) {
        this.apps = apps;
        this.catalog = catalog;
        this.splitter = splitter;
        this.items = items;
        this.payloads = payloads;
        this.inbox = inbox;
    }

    boolean concerns(InboxMessage message) {
        return message.event() != null && TYPES.contains(message.eventType());
    }

    Handling readAgain(InboxMessage message) {
        Optional<Connector> connector =
                apps.find(message.app()).map(App::connector).flatMap(catalog::find);
        Optional<Payload> payload = payloads.find(message.payloadId());
        if (connector.isEmpty() || payload.isEmpty()) {
            return new Handling.Dead(UNREADABLE, "Its app, its connector or its original is gone.");
        }
        EventSplitter.Stored stored = new EventSplitter.Stored(
                message.eventType(),
                CanonicalJson.parse(String.valueOf(message.event())),
                payload.get().bytes(),
                message.headers());
        List<SplitEvent> events = splitter.again(connector.get(), stored);
        Optional<String> problem = events.stream()
                .filter(event -> event.externalId().equals(message.externalId()))
                .findFirst()
                .map(event -> String.valueOf(EventItems.problem(event)));
        if (events.isEmpty() || problem.isPresent()) {
            return new Handling.Dead(
                    UNREADABLE, problem.orElse("The connector finds nothing in it any longer. Put it away."));
        }
        return received(message, payload.get(), events);
    }

    private Handling received(InboxMessage message, Payload payload, List<SplitEvent> events) {
        Delivery delivery = new Delivery(
                WebhookHandler.KIND,
                message.app(),
                payload.bytes(),
                payload.contentType(),
                message.headers(),
                items.of(message.app(), events));
        return new Handling.Ignored(
                "read-again", "It can be read now and goes on as message " + names(inbox.receive(delivery)) + ".");
    }

    private static String names(List<Receipt> receipts) {
        String named = receipts.stream()
                .limit(NAMED)
                .map(Receipt::id)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return receipts.size() <= NAMED ? named : named + " and " + (receipts.size() - NAMED) + " more";
    }
}
