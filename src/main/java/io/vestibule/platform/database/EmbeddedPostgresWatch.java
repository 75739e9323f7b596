package io.vestibule.platform.database;

import io.vestibule.platform.time.MachineTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the embedded database as long as the hub lives: when its process has gone, it is started again on the same data
 * and port, with pauses that grow while that fails. The pools connect again by themselves. The health page asks for the
 * last outage.
 */
public final class EmbeddedPostgresWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgresWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1));

    private final EmbeddedRestart server;
    private final Thread thread;
    private volatile @Nullable Outage outage;

    EmbeddedPostgresWatch(EmbeddedRestart server) {
        this.server = server;
        this.thread = Thread.ofPlatform().daemon().name("database-watch").start(this::run);
    }

    /**
     * The database's process was gone.
     *
     * @param until when it took connections again, null while it does not
     * @param failures starts that failed
     * @param words why the last of them did
     */
    public record Outage(
            Instant since,
            @Nullable Instant until,
            int failures,
            @Nullable String words) {

        private Outage failed(@Nullable String why) {
            return new Outage(since, null, failures + 1, why);
        }

        private Outage over() {
            return new Outage(since, MachineTime.now(), failures, words);
        }
    }

    /** The last one since the hub was started. */
    public Optional<Outage> lastOutage() {
        return Optional.ofNullable(outage);
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
                if (!server.isRunning()) {
                    bringBack();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void bringBack() throws InterruptedException {
        LOG.error(
                "The process of the embedded database ({}) is gone; it is started again. Its own words are in postgres.log",
                server.pid());
        Outage now = new Outage(MachineTime.now(), null, 0, null);
        while (now.until() == null) {
            outage = now;
            Duration pause = PAUSES.get(Math.min(now.failures(), PAUSES.size() - 1));
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            now = tried(now, pause);
        }
        outage = now;
        LOG.info("The embedded database takes connections again, as process {}", server.pid());
    }

    private Outage tried(Outage now, Duration pause) throws InterruptedException {
        try {
            server.run();
            return now.over();
        } catch (IOException | RuntimeException e) {
            LOG.error("The embedded database could not be started; next try in {} or more. {}", pause, e.getMessage());
            return now.failed(e.getMessage());
        }
    }

    /** Before the database is stopped: it must not be started again. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
