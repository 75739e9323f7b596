package io.vestibule.hub.outbox;

import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.canonical.CanonicalEvent.RequestStatusChanged;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.ObjectLinks;
import io.vestibule.hub.connection.ObjectLinks.ObjectLink;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.hub.connector.OutboundTranslator;
import io.vestibule.hub.gateway.CanonicalJson;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Every connection that keeps the changed object as a record of its own, and has an outbound rule for the event, hears
 * of it; the one the change came from does not. A stopped connection's queue goes on growing, also while its connector's
 * file has a fault and nobody knows which events it takes; a switched-off one's doesn't.
 */
@Component
class VendorSubscription implements OutboundSubscription {

    private final Connections connections;
    private final ConnectorCatalog catalog;
    private final ObjectLinks links;

    VendorSubscription(Connections connections, ConnectorCatalog catalog, ObjectLinks links) {
        this.connections = connections;
        this.catalog = catalog;
        this.links = links;
    }

    /** Some connector takes them, or may. */
    @Override
    public boolean concerns(CanonicalEvent event) {
        String type = OutboundTranslator.wireName(event);
        return catalog.all().stream()
                        .anyMatch(connector -> connector.outboundFor(type).isPresent())
                || connections.all().stream().anyMatch(connection -> connection.enabled() && isUnreadable(connection));
    }

    private boolean isUnreadable(Connection connection) {
        return catalog.find(connection.connector()).isEmpty();
    }

    /** Which vendors' records are linked is only asked for events that some connector takes. */
    @Override
    public List<OutboxDraft> draftsFor(FeedEvent event) {
        if (!concerns(event.event())) {
            return List.of();
        }
        String type = OutboundTranslator.wireName(event.event());
        return links.of(event.object()).stream()
                .filter(link -> !link.connection().equals(event.origin()))
                .filter(link -> subscribed(link, type))
                .map(link -> draft(link, event))
                .toList();
    }

    private boolean subscribed(ObjectLink link, String type) {
        return connections
                .find(link.connection())
                .filter(Connection::enabled)
                .filter(connection -> isUnreadable(connection) || takes(connection, type))
                .isPresent();
    }

    private boolean takes(Connection connection, String type) {
        return catalog.find(connection.connector())
                .flatMap(connector -> connector.outboundFor(type))
                .isPresent();
    }

    private static OutboxDraft draft(ObjectLink link, FeedEvent event) {
        return new OutboxDraft(
                OutboundSubscription.source(event),
                VendorDelivery.CHANNEL,
                link.connection(),
                link.connection(),
                event.object(),
                link.clientId(),
                event.event() instanceof RequestStatusChanged ? "status" : OutboundTranslator.wireName(event.event()),
                CanonicalJson.write(event),
                null);
    }
}
