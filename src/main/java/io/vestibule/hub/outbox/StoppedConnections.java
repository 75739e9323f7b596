package io.vestibule.hub.outbox;

import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.ConnectionListener;
import io.vestibule.hub.connection.Connections;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keeps the queue of a connection that is switched off or stopped, and lets it go on at once when it works again. */
@Component
class StoppedConnections implements OutboxGate, ConnectionListener {

    private final Connections connections;
    private final Outbox outbox;

    /** Null until the first look of this process. */
    private volatile @Nullable Set<String> before;

    StoppedConnections(Connections connections, Outbox outbox) {
        this.connections = connections;
        this.outbox = outbox;
    }

    @Override
    public Collection<String> closed() {
        return connections.all().stream()
                .filter(connection -> !connections.working(connection))
                .map(Connection::name)
                .collect(Collectors.toSet());
    }

    @Override
    public void changed() {
        Collection<String> now = closed();
        Set<String> known = before;
        if (known == null) {
            // One may have come to work again just before the process before this one ended
            outbox.releaseHeld(now);
        } else {
            List<String> wellAgain =
                    known.stream().filter(name -> !now.contains(name)).toList();
            if (!wellAgain.isEmpty()) {
                outbox.release(wellAgain);
            }
        }
        before = Set.copyOf(now);
    }
}
