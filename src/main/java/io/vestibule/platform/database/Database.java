package io.vestibule.platform.database;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.core.support.SqlBinaryValue;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One pool of connections with its SQL and its transactions. There are two beans, {@code hubDatabase} and
 * {@code portalDatabase}, chosen by parameter name; stores use the one of their side. Statements join the transaction of
 * the calling thread on the same pool, and an exception rolls it back. Never call another system inside a transaction.
 */
public final class Database {

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final JdbcClient large;
    private final TransactionTemplate transactions;
    private final TransactionTemplate snapshots;

    Database(DataSource dataSource, PlatformTransactionManager transactionManager) {
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.large = JdbcClient.create(new BinaryReads(dataSource));
        this.transactions = new TransactionTemplate(transactionManager);
        this.snapshots = new TransactionTemplate(transactionManager);
        snapshots.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshots.setReadOnly(true);
    }

    /** Starts a statement; the text names its tables with their schema. */
    public StatementSpec sql(String text) {
        return jdbc.sql(text);
    }

    /** The same for a query that may bring megabytes in one value: they are held once. */
    public StatementSpec sqlOfLargeValues(String text) {
        return large.sql(text);
    }

    /** Runs the work in one transaction, or in the one that is open already; committed when this returns. */
    @SuppressWarnings("NullAway") // null comes back only from work that returns null
    public <T extends @Nullable Object> T inTransaction(Supplier<T> work) {
        return transactions.execute(status -> work.get());
    }

    /** Runs the work in one transaction, or in the one that is open already; committed when this returns. */
    public void inTransaction(Runnable work) {
        transactions.executeWithoutResult(status -> work.run());
    }

    /** Whether the calling thread has a transaction open here: only who opened it can begin it again. */
    public boolean isInTransaction() {
        return TransactionSynchronizationManager.hasResource(dataSource);
    }

    /**
     * Runs the work in a transaction of its own that does not wait for the disk: after a crash it may be as if it had
     * never run, unless a later one waited. Only for what is then done again.
     *
     * @throws IllegalStateException when a transaction is open already
     */
    @SuppressWarnings("NullAway") // null comes back only from work that returns null
    public <T extends @Nullable Object> T inTransactionNotAwaited(Supplier<T> work) {
        return transactions.execute(status -> {
            if (!status.isNewTransaction()) {
                // The setting lasts to the end of the transaction, so that the one around would go on with it
                throw new IllegalStateException("The open transaction would not wait for the disk either");
            }
            sql("set local synchronous_commit = off").update();
            return work.get();
        });
    }

    /**
     * Runs reads that must fit together: all statements see the database as it was at the first. In a transaction that is
     * open already they see what that one sees.
     */
    public <T> T inSnapshot(Supplier<T> reads) {
        return Objects.requireNonNull(snapshots.execute(status -> reads.get()));
    }

    /**
     * The same tables for a rehearsal: reads see what is there, and what is written is forgotten with each statement, or
     * each transaction, that wrote it.
     */
    public Database forgetting() {
        DataSource forgetting = new ForgettingDataSource(dataSource);
        return new Database(forgetting, new JdbcTransactionManager(forgetting));
    }

    /** For batches and COPY, where {@link #sql} is not enough. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Bytes as a parameter that is sent as it stands: of an array the driver makes a copy first. */
    public static SqlTypeValue large(byte[] bytes) {
        return new SqlBinaryValue(new ByteArrayInputStream(bytes), bytes.length);
    }

    /** A time as a parameter for a {@code timestamptz} column; null stays null. */
    public static @Nullable OffsetDateTime at(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
