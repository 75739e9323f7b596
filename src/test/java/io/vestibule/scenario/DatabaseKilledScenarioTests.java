package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The process of the embedded database is killed under load while the hub lives. */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseKilledScenarioTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path home;

    @Test
    void isStartedAgainAndAllThatWasAcknowledgedIsAppliedOnce() throws Exception {
        try (BreakableProduct product = BreakableProduct.start("vestibule.data-dir=" + home)) {
            FinanceLoad load = new FinanceLoad(product);
            try (load) {
                goOn(load);
                long killed = kill();
                await().atMost(PATIENCE).ignoreExceptions().until(() -> first() != killed);
                goOn(load);
            }

            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(load.shown()).isEqualTo(load.wanted()));
            assertThat(load.refusals()).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            });
            assertThat(product.healthPage())
                    .contains("The database’s process had ended. It was started again by itself");
        }
    }

    private static void goOn(FinanceLoad load) {
        int before = load.acknowledged();
        await().atMost(PATIENCE).until(() -> load.acknowledged() > before + 40);
    }

    private long first() throws IOException {
        return Long.parseLong(Files.readAllLines(home.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip());
    }

    /** As {@code kill -9}; answers with the number of the process. */
    private long kill() throws IOException {
        long pid = first();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        return pid;
    }
}
