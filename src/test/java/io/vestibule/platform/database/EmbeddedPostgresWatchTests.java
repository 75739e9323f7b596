package io.vestibule.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedPostgresWatchTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    @Test
    void startsAKilledServerAgainOnTheSameDataAndPortUntilItIsClosed() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(new DataDirectory(home))) {
            JdbcClient jdbc = jdbc(server);
            jdbc.sql("create table public.note (text text)").update();
            jdbc.sql("insert into public.note values ('committed')").update();
            try (EmbeddedPostgresWatch watch = server.watch()) {
                assertThat(watch.lastOutage()).isEmpty();
                ServerProcesses.first(data()).orElseThrow().destroyForcibly();

                await().atMost(PATIENCE)
                        .until(() -> watch.lastOutage()
                                .filter(outage -> outage.until() != null)
                                .isPresent());
                assertThat(jdbc.sql("select text from public.note")
                                .query(String.class)
                                .list())
                        .containsExactly("committed");
                assertThat(jdbc.sql("show fsync").query(String.class).single()).isEqualTo("on");
            }
        }
        assertThat(ServerProcesses.all(data()))
                .as("closing stops the one that was started again")
                .isEmpty();
    }

    @Test
    void leavesAServerAloneThatSomebodyElseStartedOnTheDirectory() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(new DataDirectory(home))) {
            EmbeddedRestart restart = new EmbeddedRestart(home);
            ProcessHandle ours = ServerProcesses.first(data()).orElseThrow();
            Path control = Path.of(ours.info().command().orElseThrow()).resolveSibling("pg_ctl");
            ours.destroyForcibly();
            await().atMost(PATIENCE).until(() -> ServerProcesses.all(data()).isEmpty());
            Files.delete(ServerProcesses.pidFile(data()));
            byHand(control, "restart");
            ProcessHandle another = ServerProcesses.first(data()).orElseThrow();

            assertThat(restart.isRunning()).isFalse();
            assertThatThrownBy(restart::run)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Process " + another.pid() + ", which Vestibule did not start")
                    .hasMessageContaining("kill -INT " + another.pid());
            assertThat(another.isAlive()).isTrue();

            byHand(control, "stop");
            restart.run();
            assertThat(restart.isRunning()).isTrue();
            assertThat(jdbc(server).sql("select 1").query(Integer.class).single())
                    .isOne();
        }
    }

    private void byHand(Path control, String what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(LinuxUtils.isUnshareAvailable() ? List.of("unshare", "-U") : List.of());
        command.addAll(
                List.of(control.toString(), what, "--wait", "--pgdata=" + data(), "--log=" + home.resolve("hand")));
        Process done = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(done.waitFor()).as(what).isZero();
    }

    private Path data() {
        return home.resolve("postgres");
    }

    private static JdbcClient jdbc(EmbeddedPostgres server) {
        ServerAddress address = server.database("vestibule");
        return JdbcClient.create(new DriverManagerDataSource(
                address.url(), String.valueOf(address.username()), String.valueOf(address.password())));
    }
}
