package io.vestibule.platform.database;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

/**
 * A process with an embedded database, started by {@link EmbeddedPostgresTests} and killed by it: one row is committed,
 * one is not.
 */
final class HubThatIsKilled {

    static final String READY = "one row is committed";

    private HubThatIsKilled() {}

    public static void main(String[] args) throws Exception {
        ServerAddress address =
                EmbeddedPostgres.start(new DataDirectory(Path.of(args[0]))).database("vestibule");
        try (Connection connection =
                        DriverManager.getConnection(address.url(), address.username(), address.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create table public.note (text text)");
            statement.execute("insert into public.note values ('committed')");
            connection.setAutoCommit(false);
            statement.execute("insert into public.note values ('not committed')");
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).println(READY);
            new CountDownLatch(1).await();
        }
    }
}
