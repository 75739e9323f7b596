package io.vestibule.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.support.VestibuleTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

class DatabaseTests extends VestibuleTest {

    @Autowired
    private ConfigurableListableBeanFactory beans;

    @Test
    void startsNoServerOfItsOwnBesideTheConfiguredOne() {
        assertThat(beans.containsBeanDefinition("embeddedPostgres")).isFalse();
    }

    @Test
    void runsWithDurabilityOn() {
        assertThat(hubDatabase.sql("show fsync").query(String.class).single()).isEqualTo("on");
        assertThat(portalDatabase
                        .sql("show synchronous_commit")
                        .query(String.class)
                        .single())
                .isEqualTo("on");
    }

    @Test
    void givesHubAndPortalAPoolOfTheirOwn() {
        assertThat(hubDatabase.dataSource()).isNotSameAs(portalDatabase.dataSource());
        assertThat(applicationName(hubDatabase)).isEqualTo("vestibule-hub");
        assertThat(applicationName(portalDatabase)).isEqualTo("vestibule-portal");
    }

    @Test
    void noQueryTakesSeveralProcessorsFromThoseThatReceive() {
        for (Database database : List.of(hubDatabase, portalDatabase)) {
            assertThat(setting(database, "max_parallel_workers_per_gather")).isEqualTo("0");
            assertThat(setting(database, "jit")).isEqualTo("off");
        }
    }

    @Test
    void theEmbeddedServerWritesAllTheTimeAndNotAllAtOnce() {
        assertThat(setting(hubDatabase, "backend_flush_after")).isEqualTo("1MB");
    }

    private static String setting(Database database, String name) {
        return database.sql("show " + name).query(String.class).single();
    }

    @Test
    void rollsBackWhenTheWorkFails() {
        String name = unique("calendar");
        assertThatThrownBy(() -> hubDatabase.inTransaction(() -> {
                    insertCalendar(name);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(countCalendars(name)).isZero();
        hubDatabase.inTransaction(() -> insertCalendar(name));
        assertThat(countCalendars(name)).isOne();
    }

    @Test
    void waitsForNoDiskWhereThatIsAskedFor() {
        String mode = hubDatabase.inTransactionNotAwaited(() ->
                hubDatabase.sql("show synchronous_commit").query(String.class).single());

        assertThat(mode).isEqualTo("off");
        assertThat(hubDatabase
                        .sql("show synchronous_commit")
                        .query(String.class)
                        .single())
                .isEqualTo("on");
    }

    @Test
    void noTransactionGoesOnWithASettingOfOneInsideIt() {
        assertThatThrownBy(() -> hubDatabase.inTransaction(() -> hubDatabase.inTransactionNotAwaited(() -> 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void forgetsWhatARehearsalWritesButReadsWhatIsThere() {
        String there = unique("calendar");
        String rehearsed = unique("calendar");
        insertCalendar(hubDatabase, there);
        Database forgetting = hubDatabase.forgetting();

        insertCalendar(forgetting, rehearsed);
        forgetting.inTransaction(() -> {
            insertCalendar(forgetting, rehearsed);
            assertThat(countCalendars(forgetting, rehearsed)).isOne();
        });

        assertThat(countCalendars(forgetting, rehearsed)).isZero();
        assertThat(countCalendars(forgetting, there)).isOne();
        insertCalendar(hubDatabase, rehearsed);
        assertThat(countCalendars(rehearsed)).isOne();
    }

    @Test
    void forgetsAlsoWhereSomebodyTurnsCommittingBackOn() throws SQLException {
        String rehearsed = unique("calendar");
        try (Connection connection = hubDatabase.forgetting().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into platform.qrtz_calendars (sched_name, calendar_name, calendar) values ('t', '"
                    + rehearsed + "', '')");
            connection.setAutoCommit(true);
        }
        assertThat(countCalendars(rehearsed)).isZero();
    }

    private static String applicationName(Database database) {
        return database.sql("show application_name").query(String.class).single();
    }

    private void insertCalendar(String name) {
        insertCalendar(hubDatabase, name);
    }

    private static void insertCalendar(Database database, String name) {
        database.sql(
                        "insert into platform.qrtz_calendars (sched_name, calendar_name, calendar) values ('t', :name, '')")
                .param("name", name)
                .update();
    }

    private long countCalendars(String name) {
        return countCalendars(hubDatabase, name);
    }

    private static long countCalendars(Database database, String name) {
        return database.sql("select count(*) from platform.qrtz_calendars where calendar_name = :name")
                .param("name", name)
                .query(Long.class)
                .single();
    }
}
