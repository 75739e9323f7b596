package io.vestibule.platform.database;

import io.vestibule.platform.start.StartRefused;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the three schemas to the state this release needs, before anything else touches the database. Safe to run from
 * several nodes at once; a migration that fails leaves its schema as it was and refuses the start.
 */
final class Migrations {

    private static final List<String> SCHEMAS = List.of("platform", "portal", "hub");

    private Migrations() {}

    static void run(ServerAddress address) {
        SCHEMAS.forEach(schema -> migrate(address, schema));
    }

    private static void migrate(ServerAddress address, String schema) {
        try {
            Flyway.configure()
                    .dataSource(address.url(), address.username(), address.password())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .locations("classpath:db/migration/" + schema)
                    .outOfOrder(true) // each room numbers its migrations in a range of its own
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StartRefused(
                    String.format(
                            Locale.ROOT, "The schema %s of %s could not be migrated. %s", schema, address, words(e)),
                    "Check that the database answers and that its user may create tables. If the data comes from a newer"
                            + " release, start that release again or restore a backup.",
                    e);
        }
    }

    private static String words(FlywayException e) {
        String message = e.getMessage();
        return message == null ? "" : message.strip();
    }
}
