package io.vestibule.hub.connection;

import static org.awaitility.Awaitility.await;

import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.support.VestibuleTest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class ConnectionWatchTests extends VestibuleTest {

    @Autowired
    private SnapshotReader reader;

    @Autowired
    private ConnectorCatalog catalog;

    @Test
    void whoCouldNotTakeOverAChangeIsToldAgain() {
        AtomicInteger told = new AtomicInteger();
        ConnectionListener failsOnce = () -> {
            if (told.incrementAndGet() == 1) {
                throw new IllegalStateException("The database is away");
            }
        };
        ConnectionWatch watch = new ConnectionWatch(
                reader,
                catalog,
                new StaticListableBeanFactory(Map.of("listener", failsOnce)).getBeanProvider(ConnectionListener.class));

        watch.start();
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> told.get() == 2);
        } finally {
            watch.stop();
        }
    }
}
