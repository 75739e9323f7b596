package io.vestibule.support;

import io.vestibule.platform.database.DataDirectory;
import io.vestibule.platform.database.EmbeddedPostgres;
import io.vestibule.platform.database.ServerAddress;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.start.StartRefused;
import java.nio.file.Path;
import java.util.Locale;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The one PostgreSQL of a test run, with durability on. Every application context gets a database of its own, so the
 * queue workers of one context never take the rows of another.
 */
public final class TestPostgres {

    private static final int DIRECTORIES = 9;

    private static final EmbeddedPostgres SERVER = start();

    private TestPostgres() {}

    /** A new and empty database. */
    public static ServerAddress newDatabase() {
        return SERVER.database("test_" + Ids.sha256(Ids.token()).substring(0, 16));
    }

    private static EmbeddedPostgres start() {
        EmbeddedPostgres server = startOnFreeDirectory(1);
        // After the contexts, not beside them: their queues would wait for a database that is gone.
        SpringApplication.getShutdownHandlers().add(server::close);
        dropLeftovers(server);
        return server;
    }

    /** Another test run of the same checkout may be using the first directory. */
    private static EmbeddedPostgres startOnFreeDirectory(int number) {
        try {
            Path path = Path.of("target", String.format(Locale.ROOT, "test-data-%d", number));
            return EmbeddedPostgres.start(new DataDirectory(path));
        } catch (StartRefused e) {
            if (number == DIRECTORIES || !e.description().contains("in use")) {
                throw e;
            }
            return startOnFreeDirectory(number + 1);
        }
    }

    private static void dropLeftovers(EmbeddedPostgres server) {
        ServerAddress address = server.database("postgres");
        JdbcClient jdbc = JdbcClient.create(
                new DriverManagerDataSource(address.url(), "postgres", String.valueOf(address.password())));
        jdbc.sql("select datname from pg_database where datname like 'test\\_%'")
                .query(String.class)
                .list()
                .forEach(name -> jdbc.sql("drop database " + name).update());
    }
}
