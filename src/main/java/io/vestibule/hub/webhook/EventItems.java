package io.vestibule.hub.webhook;

import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connector.SplitEvent;
import io.vestibule.hub.inbox.Delivery;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The events of a delivery as the inbox keeps them, with the connection of their account where there is one. */
@Component
class EventItems {

    private final Connections connections;

    EventItems(Connections connections) {
        this.connections = connections;
    }

    List<Delivery.Item> of(String app, List<SplitEvent> events) {
        return events.stream().map(event -> item(app, event)).toList();
    }

    private Delivery.Item item(String app, SplitEvent event) {
        String connection = connections
                .byAccount(app, event.account())
                .map(Connection::name)
                .orElse(null);
        return new Delivery.Item(
                event.account(),
                event.externalId(),
                connection,
                event.type(),
                event.orderingKey(),
                event.json().toString(),
                problem(event));
    }

    /** Path and words of what can't be read; null when all can. */
    static @Nullable String problem(SplitEvent event) {
        return event.failurePath() == null ? null : event.failurePath() + ": " + event.failureMessage();
    }
}
