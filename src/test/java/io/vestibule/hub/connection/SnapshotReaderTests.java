package io.vestibule.hub.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.VestibuleTest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SnapshotReaderTests extends VestibuleTest {

    private static final int TIMES = 500;

    @Autowired
    private SnapshotReader reader;

    @Autowired
    private Secrets secrets;

    @Test
    void aConnectionIsNeverSeenWithoutTheSecretsItWasStoredWith() {
        String name = unique("books");
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger withoutSecret = new AtomicInteger();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                Connection seen = reader.read().connections().get(name);
                if (seen != null && !seen.secrets().containsKey("password")) {
                    withoutSecret.incrementAndGet();
                }
            }
        });

        for (int time = 0; time < TIMES; time++) {
            hubDatabase.inTransaction(() -> store(name));
            hubDatabase.inTransaction(() -> remove(name));
        }
        over.set(true);
        reading.join();

        assertThat(withoutSecret).hasValue(0);
    }

    private void store(String name) {
        hubDatabase
                .sql("insert into hub.app (name, connector, enabled, changed_by) values (?, 'mailbox', false, 'test')")
                .param(name)
                .update();
        hubDatabase.sql("""
                        insert into hub.connection (name, app, connector, account, enabled, changed_by)
                        values (:name, :name, 'mailbox', :name, false, 'test')
                        """).param("name", name).update();
        secrets.put("connection:" + name, Map.of("password", "secret"));
    }

    private void remove(String name) {
        hubDatabase
                .sql("delete from hub.secret where owner = ?")
                .param("connection:" + name)
                .update();
        hubDatabase.sql("delete from hub.connection where name = ?").param(name).update();
        hubDatabase.sql("delete from hub.app where name = ?").param(name).update();
    }
}
