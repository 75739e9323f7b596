package io.vestibule.hub.connection;

import io.vestibule.hub.connector.ConnectorCatalog;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the current {@link Snapshot} in memory: read again right after a change on this node, and within two seconds
 * after one on another node. Tells the {@link ConnectionListener}s, again and again while one of them fails: it may be the
 * database that was away, and what waits for a connection must not wait for the next change.
 */
@Component
class ConnectionWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ConnectionWatch.class);
    private static final long POLL_MILLIS = 2_000;

    /** Listeners add and remove Camel routes: after Camel is up, stopped before it goes. */
    private static final int PHASE = Integer.MAX_VALUE - 60;

    /** A connector whose file is put right makes its connections work again, as a change of them does. */
    private record Seen(long changes, long connectors) {}

    private final SnapshotReader reader;
    private final ConnectorCatalog catalog;
    private final ObjectProvider<ConnectionListener> listeners;

    private volatile Snapshot snapshot = Snapshot.EMPTY;
    private volatile Seen told = new Seen(-1, 0);

    /** Whether a listener failed when all were told last; known to the thread that tells. */
    private boolean failed;

    private volatile @Nullable ScheduledExecutorService poll;

    ConnectionWatch(SnapshotReader reader, ConnectorCatalog catalog, ObjectProvider<ConnectionListener> listeners) {
        this.reader = reader;
        this.catalog = catalog;
        this.listeners = listeners;
    }

    /** Read from the database at the first use; from memory ever after, also while the database is away. */
    @SuppressWarnings("ReferenceEquality") // the very one that stands for not read yet
    Snapshot current() {
        return snapshot == Snapshot.EMPTY ? read() : snapshot;
    }

    /** Called after each change on this node, when it is committed. */
    void changed() {
        read();
        ScheduledExecutorService running = poll;
        if (running != null) {
            running.execute(this::tell);
        }
    }

    private synchronized Snapshot read() {
        Snapshot fresh = reader.read();
        if (fresh.changes() >= snapshot.changes()) {
            snapshot = fresh;
        }
        return snapshot;
    }

    private void look() {
        try {
            if (reader.changes() != current().changes()) {
                read();
            }
            tell();
        } catch (RuntimeException e) {
            log.debug("Connections can't be read now; looking again in {} ms", POLL_MILLIS, e);
        }
    }

    private void tell() {
        Seen now = new Seen(snapshot.changes(), catalog.fingerprint());
        if (told.equals(now)) {
            return;
        }
        boolean failedBefore = failed;
        failed = false;
        for (ConnectionListener listener : listeners) {
            try {
                listener.changed();
            } catch (RuntimeException e) {
                failed = true;
                log.atLevel(failedBefore ? Level.DEBUG : Level.WARN)
                        .setCause(e)
                        .log(
                                "{} could not take over a change of connections; telling all again every {} ms",
                                listener.getClass().getSimpleName(),
                                POLL_MILLIS);
            }
        }
        told = failed ? told : now;
    }

    @Override
    public void start() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("connection-watch").factory());
        var unused = executor.scheduleWithFixedDelay(this::look, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
        poll = executor;
    }

    @Override
    public void stop() {
        ScheduledExecutorService executor = poll;
        poll = null;
        if (executor != null) {
            executor.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return poll != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
