package io.vestibule.bench.machine;

import io.vestibule.platform.database.DataDirectory;
import io.vestibule.platform.database.EmbeddedPostgres;
import io.vestibule.platform.database.ServerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The product's own embedded PostgreSQL, durable as always, in the bench's folder. Hubs reach it as an external one, so
 * that the limit is measured against the very same server. Ended with the bench at the latest.
 */
public final class BenchServer implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final Path data;
    private final AtomicInteger databases = new AtomicInteger();
    private final Thread atTheEnd;

    private BenchServer(EmbeddedPostgres server, Path data) {
        this.server = server;
        this.data = data;
        this.atTheEnd = new Thread(server::close);
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    public static BenchServer start(Path folder) {
        Path home = folder.resolve("server");
        return new BenchServer(EmbeddedPostgres.start(new DataDirectory(home)), home.resolve("postgres"));
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
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
        server.close();
    }
}
