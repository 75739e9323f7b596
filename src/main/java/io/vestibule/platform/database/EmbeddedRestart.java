package io.vestibule.platform.database;

import io.vestibule.platform.time.MachineTime;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings the embedded PostgreSQL up again after its process has gone: the same program with the same options on the same
 * data directory, where it recovers what was committed. A server that somebody else has started there is left alone. Used
 * by one thread, on a directory whose {@link DirectoryLock} is held.
 */
final class EmbeddedRestart {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path home;
    private final Path data;
    private final Path starter;
    private ProcessHandle process;
    private @Nullable Instant beganAt;
    private @Nullable Instant gaveUpAt;

    /** @param home the directory with the folder {@code postgres}, which a running server serves */
    EmbeddedRestart(Path home) throws IOException {
        this.home = home;
        this.data = home.resolve("postgres");
        this.process = ServerProcesses.first(data).orElseThrow(() -> new IOException("No server runs on " + data));
        this.starter = process.info()
                .command()
                .map(command -> Path.of(command).resolveSibling("pg_ctl"))
                .orElseThrow(() -> new IOException("The program of process " + process.pid() + " is not told"));
    }

    boolean isRunning() {
        return ServerProcesses.serves(process, data);
    }

    long pid() {
        return process.pid();
    }

    /** Returns when it takes connections. @throws IOException with words for a person when that needs another try */
    void run() throws IOException, InterruptedException {
        Optional<ProcessHandle> living = ServerProcesses.first(data);
        if (living.isPresent()) {
            adopt(living.get());
            return;
        }
        List<ProcessHandle> left = ServerProcesses.all(data);
        if (!left.isEmpty()) {
            left.forEach(
                    ProcessHandle::destroy); // they serve nobody any more, and end by themselves unless they are busy
            throw new IOException(left.size() + " processes of the one that is gone are still ending");
        }
        Files.deleteIfExists(ServerProcesses.pidFile(data));
        launch();
    }

    /** One that was slow to recover when the last try gave up is ours, any other is not. */
    private void adopt(ProcessHandle living) throws IOException {
        Instant startedAt = living.info().startInstant().orElse(Instant.MAX);
        boolean ours = beganAt != null
                && gaveUpAt != null
                && startedAt.isAfter(beganAt.minusSeconds(1))
                && startedAt.isBefore(gaveUpAt);
        if (living.pid() != process.pid() && !ours) {
            throw new IOException("Process " + living.pid() + ", which Vestibule did not start, serves " + data
                    + ". Stop it with 'kill -INT " + living.pid() + "'");
        }
        process = living;
    }

    private void launch() throws IOException, InterruptedException {
        beganAt = MachineTime.now();
        Process run = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("postgres.log").toFile()))
                .start();
        try {
            boolean ended = run.waitFor(PATIENCE.toSeconds() + 30, TimeUnit.SECONDS);
            if (!ended || run.exitValue() != 0) {
                throw new IOException("It did not start; see " + home.resolve("postgres.log") + " for its own words");
            }
            process = ServerProcesses.first(data).orElseThrow(() -> new IOException("It ended again at once"));
        } finally {
            gaveUpAt = MachineTime.now();
        }
    }

    /** pg_ctl knows the options of the last start from a file in the directory. PostgreSQL refuses to be root. */
    private List<String> command() {
        List<String> command = new ArrayList<>(LinuxUtils.isUnshareAvailable() ? List.of("unshare", "-U") : List.of());
        command.addAll(List.of(starter.toString(), "restart", "--silent", "--wait"));
        command.addAll(List.of("--timeout=" + PATIENCE.toSeconds(), "--pgdata=" + data));
        command.add("--log=" + home.resolve("postgres.log"));
        return command;
    }
}
