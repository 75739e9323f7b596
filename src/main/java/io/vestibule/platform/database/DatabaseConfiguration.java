package io.vestibule.platform.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Builds the two pools over one PostgreSQL. Two, because hub and portal call each other inside one process: with a
 * single pool, hub workers waiting for the portal would starve it of connections. The pools come up only after the
 * durability check and the migrations, so whoever holds one sees finished tables.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /**
     * A transaction somebody forgot must not hold up the feed, whose readers never pass an open transaction. And a query that
     * counts takes one processor, not all of them, from the receipts that senders wait for.
     */
    private static final String SESSION = "set idle_in_transaction_session_timeout = '60s';"
            + " set max_parallel_workers_per_gather = 0; set jit = off";

    @Bean
    DataDirectory dataDirectory(@Value("${vestibule.data-dir}") Path path) {
        return new DataDirectory(path);
    }

    /** Begun by main beside everything else; a context that somebody else made, as tests do, begins here. */
    @Bean
    DatabaseStart databaseStart(Environment environment, ObjectProvider<EarlyDatabase> early) {
        EarlyDatabase begun = early.getIfAvailable();
        return begun == null ? DatabaseStart.run(environment) : begun.await();
    }

    @Bean
    @ConditionalOnExpression("environment.getProperty('spring.datasource.url', '').isBlank()")
    EmbeddedPostgresWatch embeddedPostgresWatch(DatabaseStart start) {
        return start.embedded().watch();
    }

    @Bean
    ServerAddress serverAddress(DatabaseStart start) {
        return start.address();
    }

    @Bean
    @Primary
    HikariDataSource hubDataSource(ServerAddress address, DatabaseSettings settings, StorageState state) {
        HikariDataSource pool = pool("hub", address, settings.hubConnections(), settings, state);
        DurabilityCheck.run(pool);
        return pool;
    }

    @Bean
    HikariDataSource portalDataSource(
            ServerAddress address,
            DatabaseSettings settings,
            StorageState state,
            @Qualifier("hubDataSource") DataSource hubDataSource) {
        return pool("portal", address, settings.portalConnections(), settings, state);
    }

    @Bean
    StorageState storageState() {
        return new StorageState();
    }

    @Bean
    OutageQuiet outageQuiet(StorageState state) {
        return new OutageQuiet(state);
    }

    @Bean
    StorageProbe storageProbe(
            StorageState state,
            @Qualifier("hubDataSource") HikariDataSource hubDataSource,
            @Qualifier("portalDataSource") HikariDataSource portalDataSource) {
        return new StorageProbe(state, List.of(hubDataSource, portalDataSource));
    }

    /** Found by Spring Session under this name. */
    @Bean
    TransactionOperations springSessionTransactionOperations(
            @Qualifier("hubTransactionManager") PlatformTransactionManager hubTransactionManager, StorageState state) {
        return new SessionTransactions(hubTransactionManager, state);
    }

    @Bean
    @Primary
    PlatformTransactionManager hubTransactionManager(@Qualifier("hubDataSource") DataSource hubDataSource) {
        return new JdbcTransactionManager(hubDataSource);
    }

    @Bean
    PlatformTransactionManager portalTransactionManager(@Qualifier("portalDataSource") DataSource portalDataSource) {
        return new JdbcTransactionManager(portalDataSource);
    }

    @Bean
    Database hubDatabase(
            @Qualifier("hubDataSource") DataSource hubDataSource,
            @Qualifier("hubTransactionManager") PlatformTransactionManager hubTransactionManager) {
        return new Database(hubDataSource, hubTransactionManager);
    }

    @Bean
    Database portalDatabase(
            @Qualifier("portalDataSource") DataSource portalDataSource,
            @Qualifier("portalTransactionManager") PlatformTransactionManager portalTransactionManager) {
        return new Database(portalDataSource, portalTransactionManager);
    }

    static HikariDataSource pool(
            String name, ServerAddress address, int size, DatabaseSettings settings, StorageState state) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(address.url());
        config.setUsername(address.username());
        config.setPassword(address.password());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(2, size));
        config.setConnectionTimeout(settings.patience().toMillis());
        config.setValidationTimeout(Math.min(2_000, settings.patience().toMillis()));
        config.addDataSourceProperty("ApplicationName", "vestibule-" + name);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        // The detail of an error is the row it is about, and errors are logged
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("socketTimeout", "120"); // a silent network must not hold a worker for ever
        config.setConnectionInitSql(SESSION);
        config.setExceptionOverride(state);
        return new HikariDataSource(config);
    }
}
