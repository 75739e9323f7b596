package io.vestibule.hub.webhook;

import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.ConnectionListener;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.inbox.Inbox;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Sends waiting news on its way when its connection was created, works again or has another account. */
@Component
class WaitingNews implements ConnectionListener {

    private final Connections connections;
    private final Inbox inbox;

    /** Those that worked when they were looked at last, with their accounts. */
    private Map<String, String> working = Map.of();

    WaitingNews(Connections connections, Inbox inbox) {
        this.connections = connections;
        this.inbox = inbox;
    }

    /** Called on one thread only. */
    @Override
    public void changed() {
        Map<String, String> now = new HashMap<>();
        for (Connection connection : connections.all()) {
            if (connections.working(connection)) {
                wake(connection);
                now.put(connection.name(), connection.account());
            }
        }
        working = now;
    }

    private void wake(Connection connection) {
        if (!connection.account().equals(working.get(connection.name()))) {
            inbox.adopt(connection.app(), connection.account(), connection.name());
            inbox.wake(connection.name());
            inbox.release(WebhookHandler.holdKey(connection.app(), connection.account()), null);
        }
    }
}
