package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.support.vendors.SignedWebhook;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Far more webhooks at once than are received at once, while the disk is slow. */
class FloodTests extends WebhookTest {

    /** vestibule.hooks.max-in-flight. */
    private static final int IN_FLIGHT = 200;

    private static final int FLOOD = 3 * IN_FLIGHT;
    private static final String WHEN = "2026-09-01T10:00:00Z";

    @Test
    void askMostToComeAgainAndKeepEachThatIsAcknowledged() {
        newSender(newClient(app));
        ConcurrentLinkedQueue<HttpResponse<String>> answers = new ConcurrentLinkedQueue<>();
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            hubDatabase.inTransaction(() -> {
                hubDatabase.sql("lock table hub.payload in exclusive mode").update();
                flood().forEach(webhook -> senders.submit(() -> answers.add(send(webhook))));
                await().atMost(Duration.ofSeconds(20)).until(() -> answers.size() == FLOOD - IN_FLIGHT);
            });
        }

        assertThat(answers).hasSize(FLOOD);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 202)
                .hasSize(FLOOD - IN_FLIGHT)
                .allSatisfy(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(503);
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                });
        assertThat(hubDatabase
                        .sql("select count(*) from hub.inbox_message where app = :app")
                        .param("app", app)
                        .query(Integer.class)
                        .single())
                .isEqualTo(IN_FLIGHT);
    }

    private List<SignedWebhook> flood() {
        return IntStream.range(0, FLOOD)
                .mapToObj(number -> sender.sign("w" + number, clock.instant(), invoice("i" + number, app, WHEN)))
                .toList();
    }
}
