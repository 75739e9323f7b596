package io.vestibule.platform.database;

import io.vestibule.platform.start.StartRefused;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Refuses to run on a database that may forget what it committed: an acknowledgement to a sender would then be a lie.
 */
final class DurabilityCheck {

    private static final List<String> SETTINGS = List.of("fsync", "synchronous_commit", "full_page_writes");

    private DurabilityCheck() {}

    static void run(DataSource dataSource) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        for (String setting : SETTINGS) {
            String value = jdbc.sql("show " + setting).query(String.class).single();
            if (value.equals("off")) {
                throw new StartRefused(
                        "The database runs with " + setting + " = off and would lose committed rows in a crash.",
                        "Set " + setting + " = on in its postgresql.conf and restart it.");
            }
        }
    }
}
