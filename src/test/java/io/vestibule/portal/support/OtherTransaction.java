package io.vestibule.portal.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A transaction of somebody else that has done something already and is not over before this is closed. */
public final class OtherTransaction implements AutoCloseable {

    private static final int SECONDS = 20;

    private final Database database;
    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch mayCommit = new CountDownLatch(1);
    private final Thread thread;

    public OtherTransaction(Database database, Runnable work) {
        this.database = database;
        thread = Thread.ofPlatform()
                .start(() -> database.inTransaction(() -> {
                    work.run();
                    done.countDown();
                    await(mayCommit);
                }));
        await(done);
    }

    public static OtherTransaction holding(Database database, UUID request) {
        return new OtherTransaction(
                database,
                () -> database.sql("select id from portal.request where id = ? for update")
                        .param(request)
                        .query(UUID.class)
                        .single());
    }

    /** Until as many statements wait for locks of others. */
    public void awaitWaiting(int statements) {
        Awaitility.await().until(() -> database.sql("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'
                        """).query(Integer.class).single() >= statements);
    }

    /** Nobody holds it for longer than a moment. */
    public void awaitFree(UUID request) {
        Awaitility.await()
                .until(() -> database.sql("select id from portal.request where id = ? for update skip locked")
                        .param(request)
                        .query(UUID.class)
                        .optional()
                        .isPresent());
    }

    @Override
    public void close() {
        mayCommit.countDown();
        try {
            assertThat(thread.join(Duration.ofSeconds(SECONDS))).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
