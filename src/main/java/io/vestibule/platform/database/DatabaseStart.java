package io.vestibule.platform.database;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * A database that is up and has the tables of this release: the embedded one, which stops with this, or the firm's own.
 */
final class DatabaseStart implements AutoCloseable {

    private final @Nullable EmbeddedPostgres embedded;
    private final ServerAddress address;

    private DatabaseStart(@Nullable EmbeddedPostgres embedded, ServerAddress address) {
        this.embedded = embedded;
        this.address = address;
    }

    /** Returns when it can be used. What fails leaves nothing running. */
    static DatabaseStart run(Environment settings) {
        String url = settings.getProperty("spring.datasource.url", "");
        if (!url.isBlank()) {
            String username = settings.getProperty("spring.datasource.username");
            String password = settings.getProperty("spring.datasource.password");
            return migrated(null, new ServerAddress(url, username, password));
        }
        EmbeddedPostgres embedded =
                EmbeddedPostgres.start(new DataDirectory(Path.of(settings.getRequiredProperty("vestibule.data-dir"))));
        try {
            return migrated(embedded, embedded.database("vestibule"));
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    private static DatabaseStart migrated(@Nullable EmbeddedPostgres embedded, ServerAddress address) {
        Migrations.run(address);
        return new DatabaseStart(embedded, address);
    }

    ServerAddress address() {
        return address;
    }

    /** Only where no other database is named. */
    EmbeddedPostgres embedded() {
        return Objects.requireNonNull(embedded, "The database is the firm's own");
    }

    /** The firm's own database is left as it is. */
    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
