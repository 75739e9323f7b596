package io.vestibule.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.contentOf;

import io.vestibule.platform.start.StartRefused;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@Execution(ExecutionMode.CONCURRENT)
class EmbeddedPostgresTests {

    /** By Linux, unless somebody widened the range; by others from 49,152. */
    private static final int FIRST_HANDED_OUT = 32_768;

    @TempDir
    Path home;

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void keepsCommittedRowsWhenTheHubIsKilledAndStartsAgain() throws Exception {
        Process hub = startHubThatIsKilled();
        long orphan = Long.parseLong(Files.readAllLines(home.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip());
        hub.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        assertThat(ProcessHandle.of(orphan))
                .as("PostgreSQL outlives the killed hub")
                .isPresent();

        try (EmbeddedPostgres again = EmbeddedPostgres.start(new DataDirectory(home))) {
            List<String> notes = jdbc(again)
                    .sql("select text from public.note")
                    .query(String.class)
                    .list();
            assertThat(notes).containsExactly("committed");
            assertThat(ProcessHandle.of(orphan)).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void refusesADirectoryThatALivingHubUses() {
        try (EmbeddedPostgres living = EmbeddedPostgres.start(new DataDirectory(home))) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(new DataDirectory(home)))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining(home + " is in use by another running Vestibule")
                    .hasMessageContaining("--vestibule.data-dir");
            assertThat(jdbc(living).sql("select 1").query(Integer.class).single())
                    .isOne();
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void startsAfterACrashWhoseProcessNumberBelongsToSomeoneElseNow() throws IOException {
        EmbeddedPostgres.start(new DataDirectory(home)).close();
        Files.writeString(
                home.resolve("postgres/postmaster.pid"), ProcessHandle.current().pid() + "\n" + home + "\n");
        try (EmbeddedPostgres again = EmbeddedPostgres.start(new DataDirectory(home))) {
            assertThat(jdbc(again).sql("select 1").query(Integer.class).single())
                    .isOne();
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void letsNobodyInWithoutThePassword() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(new DataDirectory(home))) {
            String url = server.database("vestibule").url();
            assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "guessed"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("postgres.password"))))
                    .isEqualTo("rw-------");
            assertThat(server.database("vestibule").toString()).doesNotContain(password());
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void runsWithEveryDurabilitySettingOn() {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(new DataDirectory(home))) {
            JdbcClient jdbc = jdbc(server);
            assertThat(List.of("fsync", "synchronous_commit", "full_page_writes"))
                    .allSatisfy(setting -> assertThat(jdbc.sql("show " + setting)
                                    .query(String.class)
                                    .single())
                            .isEqualTo("on"));
            assertThat(jdbc.sql("show listen_addresses").query(String.class).single())
                    .isEqualTo("127.0.0.1");
        }
    }

    /** An outgoing connection may get any of these between the choice of a port and the start of the server on it. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void takesNoPortThatTheSystemHandsOut() {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(new DataDirectory(home))) {
            assertThat(server.port()).isBetween(1024, FIRST_HANDED_OUT - 1);
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void refusesADatabaseThatForgets() {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(new DataDirectory(home))) {
            jdbc(server).sql("alter system set fsync = off").update();
            jdbc(server).sql("select pg_reload_conf()").query(Boolean.class).single();
            jdbc(server)
                    .sql("alter database vestibule set synchronous_commit = off")
                    .update();
            assertThatThrownBy(() -> DurabilityCheck.run(dataSource(server.database("vestibule"))))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("would lose committed rows");
        }
    }

    /** In the folder for temporary files anybody could put others in their place. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void runsProgramsThatLieBesideTheDataWhereNobodyElseMayWrite() throws Exception {
        Process hub = startHubThatIsKilled();
        try {
            ProcessHandle server =
                    ServerProcesses.first(home.resolve("postgres")).orElseThrow();
            assertThat(Path.of(server.info().command().orElseThrow()).toRealPath())
                    .startsWith(home.toRealPath());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                    .isEqualTo("rwx------");
        } finally {
            hub.destroyForcibly().waitFor();
            OrphanedServer.stopOn(home.resolve("postgres"));
        }
    }

    private Process startHubThatIsKilled() throws IOException {
        File words = home.resolve("words").toFile();
        Process hub = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HubThatIsKilled.class.getName(),
                        home.toString())
                .redirectError(words)
                .start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(hub.getInputStream(), StandardCharsets.UTF_8));
        assertThat(lines.lines().anyMatch(HubThatIsKilled.READY::equals))
                .as(() -> "It ended with " + contentOf(words))
                .isTrue();
        return hub;
    }

    private String password() throws IOException {
        return Files.readString(home.resolve("postgres.password")).strip();
    }

    private static JdbcClient jdbc(EmbeddedPostgres server) {
        return JdbcClient.create(dataSource(server.database("vestibule")));
    }

    private static DriverManagerDataSource dataSource(ServerAddress address) {
        return new DriverManagerDataSource(
                address.url(), String.valueOf(address.username()), String.valueOf(address.password()));
    }
}
