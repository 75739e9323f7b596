package io.vestibule.platform.database;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;

/**
 * Begins the start of the database as soon as the settings are read, beside the loading of the product's classes: most of
 * the time that PostgreSQL takes is then no time that anybody waits. Added by {@code main}; the data sources wait for it.
 */
public final class EarlyDatabase implements ApplicationListener<SpringApplicationEvent> {

    private volatile @Nullable CompletableFuture<DatabaseStart> start;

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        if (event instanceof ApplicationPreparedEvent prepared) {
            var context = prepared.getApplicationContext();
            start = CompletableFuture.supplyAsync(
                    () -> DatabaseStart.run(context.getEnvironment()),
                    work -> Thread.ofPlatform().name("database-start").start(work));
            context.getBeanFactory().registerSingleton("earlyDatabase", this);
        } else if (event instanceof ApplicationFailedEvent) {
            abandon();
        }
    }

    /** Waits for it; a refusal of the start comes out as it was. */
    DatabaseStart await() {
        CompletableFuture<DatabaseStart> begun = start;
        if (begun == null) {
            throw new IllegalStateException("Nothing was begun");
        }
        try {
            return begun.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** A start that failed elsewhere must leave no database behind, also where nothing has asked for it yet. */
    private void abandon() {
        CompletableFuture<DatabaseStart> begun = start;
        if (begun != null) {
            begun.handle((database, failure) -> {
                        if (database != null) {
                            database.close();
                        }
                        return database;
                    })
                    .join();
        }
    }
}
