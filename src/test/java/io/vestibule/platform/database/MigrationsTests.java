package io.vestibule.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.platform.start.StartRefused;
import io.vestibule.support.TestPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class MigrationsTests {

    @Test
    void refusesTheStartWhenAMigrationFailsAndSaysWhatToDo() {
        ServerAddress address = TestPostgres.newDatabase();
        jdbc(address).sql("create schema platform").update();
        jdbc(address).sql("create table platform.qrtz_job_details (other int)").update();
        assertThatThrownBy(() -> Migrations.run(address))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("The schema platform of jdbc:postgresql://")
                .hasMessageContaining("restore a backup");
    }

    @Test
    void runsTwiceWithoutChangingAnything() {
        ServerAddress address = TestPostgres.newDatabase();
        Migrations.run(address);
        long first = applied(address);
        Migrations.run(address);
        assertThat(applied(address)).isEqualTo(first).isPositive();
    }

    private static long applied(ServerAddress address) {
        return jdbc(address)
                .sql("select count(*) from platform.flyway_schema_history")
                .query(Long.class)
                .single();
    }

    private static JdbcClient jdbc(ServerAddress address) {
        return JdbcClient.create(new DriverManagerDataSource(
                address.url(), String.valueOf(address.username()), String.valueOf(address.password())));
    }
}
