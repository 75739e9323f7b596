package io.vestibule.platform.database;

import io.vestibule.platform.start.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that a killed hub left running. It outlives a {@code kill -9}, and a second one can't start on the same
 * directory, so it is stopped cleanly first. Only called by whoever holds the {@link DirectoryLock}: then no living hub
 * uses it.
 */
final class OrphanedServer {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanedServer.class);
    private static final int STOP_SECONDS = 60;

    private OrphanedServer() {}

    /** Returns when no PostgreSQL runs on the directory; committed rows stay. */
    static void stopOn(Path directory) throws IOException {
        ProcessHandle server = ServerProcesses.first(directory).orElse(null);
        if (server == null) {
            // Its process is gone and the number may have gone to another one, which PostgreSQL would take for itself.
            Files.deleteIfExists(ServerProcesses.pidFile(directory));
            // Its children may live a little longer, and hold the memory that the next one needs.
            for (ProcessHandle child : ServerProcesses.all(directory)) {
                child.destroy();
                awaitEnd(child, directory);
            }
            return;
        }
        LOG.info("Stopping the database that a killed Vestibule left running (process {})", server.pid());
        stop(server, directory);
    }

    private static void stop(ProcessHandle server, Path directory) throws IOException {
        // SIGINT is PostgreSQL's fast shutdown: it drops its clients and writes a checkpoint. Java can't send it.
        new ProcessBuilder("sh", "-c", "kill -INT " + server.pid()).start();
        awaitEnd(server, directory);
    }

    private static void awaitEnd(ProcessHandle server, Path directory) {
        try {
            server.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw refusal(server, directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal(server, directory, e);
        }
    }

    private static StartRefused refusal(ProcessHandle server, Path directory, Exception cause) {
        return new StartRefused(
                "The PostgreSQL with process id " + server.pid() + ", left running on " + directory
                        + ", does not stop.",
                "Stop it by hand with 'kill -INT " + server.pid() + "', wait until it is gone and start again.",
                cause);
    }
}
