package io.vestibule.hub.webhook;

import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.ConnectionListener;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.inbox.Inbox;
import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Sends waiting news on its way when its connection was created or works again. */
@Component
class WaitingNews implements ConnectionListener {

    private final Connections connections;
    private final Inbox inbox;
    private final Set<String> working = new HashSet<>();

    WaitingNews(Connections connections, Inbox inbox) {
        this.connections = connections;
        this.inbox = inbox;
    }

    /** Called on one thread only. */
    @Override
    public void changed() {
        Set<String> now = new HashSet<>();
        for (Connection connection : connections.all()) {
            if (connections.working(connection)) {
                now.add(connection.name());
                wake(connection);
            }
        }
        working.retainAll(now);
        working.addAll(now);
    }

    private void wake(Connection connection) {
        if (!working.contains(connection.name())) {
            inbox.adopt(connection.app(), connection.account(), connection.name());
            inbox.wake(connection.name());
            inbox.release(WebhookHandler.holdKey(connection.app(), connection.account()), null);
        }
    }
}
