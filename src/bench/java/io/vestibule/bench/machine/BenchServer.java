package io.vestibule.bench.machine;

import io.vestibule.platform.database.DataDirectory;
import io.vestibule.platform.database.EmbeddedPostgres;
import io.vestibule.platform.database.ServerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The product's own embedded PostgreSQL, durable as always, in the bench's folder. Hubs reach it as an external one, so
 * that the limit is measured against the very same server. Ended with the bench at the latest.
 */
public final class BenchServer implements AutoCloseable {

    private final Path home;
    private final AtomicInteger databases = new AtomicInteger();
    private final Thread atTheEnd = new Thread(this::stop);
    private EmbeddedPostgres server;

    private BenchServer(Path home) {
        this.home = home;
        this.server = EmbeddedPostgres.start(new DataDirectory(home));
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    public static BenchServer start(Path folder) {
        return new BenchServer(folder.resolve("server"));
    }

    /** A new and empty database. */
    public ServerAddress newDatabase() {
        return server.database("bench_" + databases.incrementAndGet());
    }

    /** Statements on one of its databases, beside the hub. */
    public static JdbcClient jdbc(ServerAddress address) {
        return JdbcClient.create(dataSource(address));
    }

    public static DriverManagerDataSource dataSource(ServerAddress address) {
        return new DriverManagerDataSource(
                address.url(), String.valueOf(address.username()), String.valueOf(address.password()));
    }

    public int port() {
        return server.port();
    }

    /** The server's first process; its children serve the connections. */
    ProcessHandle process() {
        try {
            String pid =
                    Files.readAllLines(home.resolve("postgres/postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code kill -9} of its first process, whose children then end by themselves. */
    public void kill() {
        ProcessHandle first = process();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(first), first.descendants()).toList();
        first.destroyForcibly();
        all.forEach(each -> each.onExit().join());
    }

    /** Starts it again after a kill, on the same data and port. */
    public void restart() {
        int port = server.port();
        server.close();
        server = EmbeddedPostgres.start(new DataDirectory(home), port);
    }

    private void stop() {
        server.close();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
        stop();
    }
}
