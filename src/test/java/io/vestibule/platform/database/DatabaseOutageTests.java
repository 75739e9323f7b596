package io.vestibule.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseOutageTests {

    @TempDir
    Path home;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void failsFastWhileTheDatabaseIsGoneAndRecoversByItself() {
        EmbeddedPostgres before = EmbeddedPostgres.start(new DataDirectory(home));
        ServerAddress address = before.database("vestibule");
        DatabaseSettings settings = new DatabaseSettings(5, 5, Duration.ofSeconds(1));
        try (HikariDataSource pool = DatabaseConfiguration.pool("hub", address, 5, settings, new StorageState())) {
            JdbcClient jdbc = JdbcClient.create(pool);
            jdbc.sql("create table public.note (text text)").update();
            before.close();

            assertThatThrownBy(() -> insert(jdbc)).isInstanceOf(DataAccessResourceFailureException.class);

            try (EmbeddedPostgres after = EmbeddedPostgres.start(new DataDirectory(home), before.port())) {
                assertThat(after.port()).isEqualTo(before.port());
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .ignoreExceptions()
                        .until(() -> insert(jdbc) == 1);
            }
        }
    }

    private static int insert(JdbcClient jdbc) {
        return jdbc.sql("insert into public.note values ('here')").update();
    }
}
