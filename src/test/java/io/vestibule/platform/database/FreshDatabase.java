package io.vestibule.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A database with finished tables that nobody works on: for tests of a store without the workers around it. */
public final class FreshDatabase implements AutoCloseable {

    private static final DatabaseSettings SIZES = new DatabaseSettings(5, 3, Duration.ofSeconds(5));

    private final HikariDataSource pool;
    private final Database database;

    public FreshDatabase(ServerAddress address) {
        Migrations.run(address);
        pool = DatabaseConfiguration.pool("fresh", address, SIZES.hubConnections(), SIZES, new StorageState());
        database = new Database(pool, new JdbcTransactionManager(pool));
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        pool.close();
    }
}
