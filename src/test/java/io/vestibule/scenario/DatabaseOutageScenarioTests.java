package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vestibule.VestibuleApplication;
import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxHandler;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.outbox.DeliveryChannel;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxDraft;
import io.vestibule.hub.outbox.OutboxMessage;
import io.vestibule.platform.database.DataDirectory;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.EmbeddedPostgres;
import io.vestibule.platform.database.ServerAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** The database goes away for half a minute while the product runs, and comes back. */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseOutageScenarioTests {

    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static final Duration RECOVERY = Duration.ofSeconds(45);

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void losesNothingAndDoublesNothingWhenTheDatabaseIsGoneForHalfAMinute() {
        EmbeddedPostgres before = EmbeddedPostgres.start(new DataDirectory(home));
        try (ConfigurableApplicationContext product = start(before.database("vestibule"))) {
            Inbox inbox = product.getBean(Inbox.class);
            Notes notes = product.getBean(Notes.class);
            Outbox outbox = product.getBean(Outbox.class);
            Letters letters = product.getBean(Letters.class);
            inbox.receive(note("during"));
            outbox.enqueue(List.of(letter("during")));
            await().atMost(RECOVERY)
                    .until(() -> notes.handled.contains("during") && letters.delivered.contains("during"));

            before.close();
            notes.mayFinish.countDown(); // their results can't be stored now
            letters.mayFinish.countDown();
            assertThatThrownBy(() -> inbox.receive(note("refused")))
                    .isInstanceOfAny(DataAccessException.class, TransactionException.class);
            await().atMost(RECOVERY).until(() -> health(product) == 503);
            await().pollDelay(OUTAGE).atMost(OUTAGE.plus(RECOVERY)).until(() -> health(product) == 503);

            try (EmbeddedPostgres after = EmbeddedPostgres.start(new DataDirectory(home), before.port())) {
                assertThat(after.port()).isEqualTo(before.port());
                await().atMost(RECOVERY).until(() -> health(product) == 200);
                inbox.receive(note("after"));
                outbox.enqueue(List.of(letter("after")));
                await().atMost(RECOVERY)
                        .untilAsserted(() -> assertThat(states(product))
                                .containsOnly(Map.entry("during", "APPLIED"), Map.entry("after", "APPLIED")));
                await().atMost(RECOVERY)
                        .untilAsserted(() -> assertThat(letterStates(product))
                                .containsOnly(Map.entry("during", "SENT"), Map.entry("after", "SENT")));
                assertThat(notes.handled).containsExactlyInAnyOrder("during", "after");
                assertThat(letters.delivered).containsExactlyInAnyOrder("during", "after");
                product.close(); // before its database goes
            }
        }
    }

    private static ConfigurableApplicationContext start(ServerAddress address) {
        return new SpringApplicationBuilder(VestibuleApplication.class, NotesConfiguration.class)
                .profiles("test")
                .run(
                        "--spring.config.location=classpath:/;classpath:/config/",
                        "--server.port=0",
                        "--vestibule.public-url=http://localhost",
                        "--vestibule.database.patience=2s",
                        "--spring.datasource.url=" + address.url(),
                        "--spring.datasource.username=" + address.username(),
                        "--spring.datasource.password=" + address.password());
    }

    private int health(ConfigurableApplicationContext product) throws IOException, InterruptedException {
        String port = product.getEnvironment().getProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                .timeout(Duration.ofSeconds(30))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static Map<String, String> states(ConfigurableApplicationContext product) {
        Map<String, String> states = new HashMap<>();
        product.getBean("hubDatabase", Database.class)
                .sql("select external_id, state from hub.inbox_message where kind = 'note'")
                .query(row -> {
                    states.put(row.getString("external_id"), row.getString("state"));
                });
        return states;
    }

    private static Map<String, String> letterStates(ConfigurableApplicationContext product) {
        Map<String, String> states = new HashMap<>();
        product.getBean("hubDatabase", Database.class)
                .sql("select target, state from hub.outbox_message where channel = 'letter'")
                .query(row -> {
                    states.put(row.getString("target"), row.getString("state"));
                });
        return states;
    }

    private static OutboxDraft letter(String to) {
        return new OutboxDraft("test:" + to, "letter", to, "post", null, null, "letter", "{}", null);
    }

    private static Delivery note(String id) {
        return new Delivery(
                "note",
                "notes",
                id.getBytes(StandardCharsets.UTF_8),
                "text/plain",
                Map.of(),
                List.of(new Delivery.Item("", id, null, "note", id, null, null)));
    }

    /** Handles notes; the first one is in work when the database goes. */
    static final class Notes implements InboxHandler {

        private final Queue<String> handled = new ConcurrentLinkedQueue<>();
        private final CountDownLatch mayFinish = new CountDownLatch(1);

        @Override
        public String kind() {
            return "note";
        }

        @Override
        public Handling handle(InboxMessage message) {
            handled.add(message.externalId());
            waitFor(mayFinish);
            return new Handling.Applied("noted", null, null, null);
        }
    }

    /** Delivers letters; the first one is on its way when the database goes. */
    static final class Letters implements DeliveryChannel {

        private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
        private final CountDownLatch mayFinish = new CountDownLatch(1);

        @Override
        public String channel() {
            return "letter";
        }

        @Override
        public Outcome deliver(OutboxMessage message) {
            delivered.add(message.draft().target());
            waitFor(mayFinish);
            return new Outcome.Sent(null);
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class NotesConfiguration {

        @Bean
        Notes notes() {
            return new Notes();
        }

        @Bean
        Letters letters() {
            return new Letters();
        }
    }
}
