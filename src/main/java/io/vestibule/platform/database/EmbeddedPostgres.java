package io.vestibule.platform.database;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.start.FreePort;
import io.vestibule.platform.start.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that comes with the product, for firms without a server of their own. Keeps its rows in the data
 * directory with durability switched on, listens on 127.0.0.1 only and asks for a password. Survives a {@code kill -9} of
 * the hub: the next start stops what was left running. One living hub per directory, which starts it again when only the
 * database died, see {@link #watch}.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String PROGRAMS = "ot.epg.working-dir"; // who sets it chose another folder
    private static final String USER = "postgres";
    private static final String RULES = "host all all 127.0.0.1/32 scram-sha-256\n";
    private static final Duration START_PATIENCE = Duration.ofMinutes(2); // recovery after a crash takes its time

    private final Path home;
    private final DirectoryLock lock;
    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final String password;

    private EmbeddedPostgres(
            Path home,
            DirectoryLock lock,
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres server,
            String password) {
        this.home = home;
        this.lock = lock;
        this.server = server;
        this.password = password;
    }

    /** Starts on a free port. */
    public static EmbeddedPostgres start(DataDirectory directory) {
        return start(directory, FreePort.find());
    }

    /** Starts on the given port. */
    public static EmbeddedPostgres start(DataDirectory directory, int port) {
        Path home = directory.path();
        DirectoryLock lock = DirectoryLock.take(home);
        try {
            OrphanedServer.stopOn(home.resolve("postgres"));
            String password = password(home.resolve("postgres.password"));
            EmbeddedPostgres started = new EmbeddedPostgres(home, lock, launch(home, port, password), password);
            started.closeToStrangers(home.resolve("postgres"));
            return started;
        } catch (IOException | SQLException | RuntimeException e) {
            release(lock);
            throw refusal(home, e);
        }
    }

    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres launch(Path home, int port, String password)
            throws IOException {
        Path data = home.resolve("postgres");
        keepProgramsIn(home.resolve("programs"));
        Redirect log = Redirect.appendTo(home.resolve("postgres.log").toFile());
        // The library switches durability off: both settings must be given back.
        return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "''")
                .setServerConfig("max_connections", "200")
                .setServerConfig("log_checkpoints", "off")
                // Else the system writes half a minute's pages at a stroke, and commits wait behind them
                .setServerConfig("backend_flush_after", "1MB")
                .setConnectConfig("password", password)
                .setPGStartupWait(START_PATIENCE)
                .setRegisterShutdownHook(false)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .start();
    }

    /**
     * Where the library unpacks PostgreSQL. Its own choice is the machine's folder for temporary files: there anybody could
     * put programs in the place of ours, and whatever tidies it would take them away under the running server. By the
     * property, since with the builder's own setting the library still looks for databases that were left there.
     */
    private static void keepProgramsIn(Path folder) {
        if (System.getProperty(PROGRAMS) == null) {
            System.setProperty(PROGRAMS, folder.toString());
        }
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            DataDirectory.writePrivate(file, Ids.token() + "\n");
        }
        return Files.readString(file).strip();
    }

    /** Any user of the machine could enter a fresh server without a password: set one and ask for it from now on. */
    private void closeToStrangers(Path data) throws SQLException, IOException {
        Path rules = data.resolve("pg_hba.conf");
        if (Files.readString(rules).equals(RULES)) {
            return;
        }
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter role " + USER + " with password '" + password + "'");
            DataDirectory.writePrivate(rules, RULES);
            statement.execute("select pg_reload_conf()");
        }
    }

    /** Address of the named database on this server, made when it is not there yet. */
    public ServerAddress database(String name) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, name)) {
                statement.execute("create database " + name);
            }
            return new ServerAddress("jdbc:postgresql://127.0.0.1:" + port() + "/" + name, USER, password);
        } catch (SQLException e) {
            throw new IllegalStateException("The database " + name + " can't be made", e);
        }
    }

    private static boolean exists(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select 1 from pg_database where datname = '" + name + "'")) {
            return rows.next();
        }
    }

    /** From now on it is started again whenever its process is gone, until the watch is closed. */
    EmbeddedPostgresWatch watch() {
        try {
            return new EmbeddedPostgresWatch(new EmbeddedRestart(home));
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded database on " + home + " can't be watched", e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Stops cleanly; open transactions are rolled back, committed rows stay. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("The embedded database did not stop cleanly; the next start takes care of it", e);
        } finally {
            release(lock);
        }
    }

    private static void release(DirectoryLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("The lock of the data directory could not be released; it goes with the process", e);
        }
    }

    private static StartRefused refusal(Path home, Exception e) {
        return e instanceof StartRefused refused
                ? refused
                : new StartRefused(
                        "The embedded database did not start on " + home + ".",
                        "See " + home.resolve("postgres.log")
                                + " for its own words. Check free disk space, that the directory belongs to you and that"
                                + " programs may run from there (no mount option noexec), or use a PostgreSQL of your own"
                                + " with spring.datasource.url.",
                        e);
    }
}
