package io.vestibule.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tries every second whether both pools give a connection that takes changes, and tells {@link StorageState}. */
final class StorageProbe implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofSeconds(5);

    /** Half a megabyte that can't be compressed: more than fits into what is free in the files that are there. */
    private static final String WRITE_MUCH = """
            create temporary table storage_probe on commit drop as
            select string_agg(md5(random()::text || n), '') as filler from generate_series(1, 16384) n group by n % 64
            """;

    private final StorageState state;
    private final List<HikariDataSource> pools;
    private final Thread thread;

    StorageProbe(StorageState state, List<HikariDataSource> pools) {
        this.state = state;
        this.pools = List.copyOf(pools);
        this.thread = Thread.ofPlatform().daemon().name("storage-probe").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
                if (pools.stream().allMatch(this::stores)) {
                    state.works(QUIET);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean stores(HikariDataSource pool) {
        try (Connection connection = pool.getConnection()) {
            boolean changes = takesChanges(connection);
            if (!changes) {
                pool.evictConnection(connection); // a new one may find the server that has taken this one's place
            }
            return changes;
        } catch (SQLException none) {
            state.seen(StorageFault.ofConnecting(none));
            return false;
        }
    }

    /** What fails in here was noticed by the pool. */
    private boolean takesChanges(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            if (isReadOnly(statement)) {
                state.seen(StorageFault.READ_ONLY);
                return false;
            }
            if (isFull()) {
                writeMuch(connection, statement);
            }
            return true;
        } catch (SQLException failed) {
            return false;
        }
    }

    private static boolean isReadOnly(Statement statement) throws SQLException {
        try (ResultSet answer = statement.executeQuery("show transaction_read_only")) {
            return answer.next() && answer.getString(1).equals("on");
        }
    }

    private boolean isFull() {
        return state.hindrance()
                .filter(hindrance -> hindrance.fault() == StorageFault.FULL)
                .isPresent();
    }

    private static void writeMuch(Connection connection, Statement statement) throws SQLException {
        connection.setAutoCommit(false);
        try {
            statement.execute(WRITE_MUCH);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

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
