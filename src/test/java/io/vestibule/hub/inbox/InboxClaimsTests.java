package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes first when there is more than a node has room for. */
class InboxClaimsTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();

    private final Inbox inbox = new Inbox(
            DATABASE,
            new ReceiptWriter(DATABASE),
            new ResultWriter(DATABASE),
            new InboxSettings(6, 4, 4, Duration.ofSeconds(90)),
            new SimpleMeterRegistry());

    @BeforeEach
    void empty() {
        DATABASE.sql("truncate hub.inbox_message, hub.payload, hub.inbox_event, hub.inbox_batch cascade")
                .update();
    }

    @AfterAll
    static void close() {
        FRESH.close();
    }

    @Test
    void letsTheAccountsOfOneAppTakeTurns() {
        receive(
                "webhook",
                IntStream.range(0, 500)
                        .mapToObj(i -> item("loud", "f" + i, "f" + i))
                        .toArray(Delivery.Item[]::new));
        receive("webhook", item("quiet", "q", "q"));

        assertThat(claimed(2, 6, 6)).containsExactlyInAnyOrder("f0", "q");
    }

    @Test
    void letsTheAppsTakeTurnsHoweverManyAccountsOneHas() {
        for (int account = 0; account < 20; account++) {
            receive("webhook", item("a" + account, "w" + account, "w" + account));
        }
        receive("feed", item("", "f1", "f1"), item("", "f2", "f2"));

        assertThat(claimed(4, 6, 6)).hasSize(4).contains("f1", "f2");
    }

    @Test
    void findsTheOneFreeMessageBehindManyOfABusyKey() {
        receive("webhook", item("", "1", "k"));
        assertThat(claimed(1, 9, 9)).containsExactly("1");
        for (int i = 0; i < 60; i++) {
            receive("webhook", item("", "k" + i, "k"));
        }
        receive("webhook", item("", "free", "other"));

        assertThat(claimed(6, 9, 9)).containsExactly("free");
    }

    @Test
    void takesNoMoreMailsThanThereIsMemoryFor() {
        for (int i = 0; i < 5; i++) {
            receive("mail", item("", "m" + i, "m" + i));
        }
        receive("webhook", item("", "1", "k"));

        assertThat(claimed(6, 6, 2)).hasSize(3).contains("1");
    }

    @Test
    void takesNoMoreEventsThanThereIsMemoryForButAlwaysOne() {
        String event = "{\"text\":\"" + "x".repeat(1_000) + "\"}";
        for (int i = 0; i < 5; i++) {
            receive("webhook", new Delivery.Item("", "w" + i, null, "thing.happened", "w" + i, event, null));
        }

        assertThat(inbox.claim(new Inbox.Room(6, 6, 6, 2_500))).hasSize(3);
        assertThat(inbox.claim(new Inbox.Room(6, 6, 6, 1))).hasSize(1);
    }

    private List<String> claimed(int messages, int perApp, int mails) {
        return inbox.claim(new Inbox.Room(messages, perApp, mails, Long.MAX_VALUE)).stream()
                .map(InboxMessage::externalId)
                .toList();
    }

    private void receive(String kind, Delivery.Item... items) {
        inbox.receive(new Delivery(kind, kind + "-app", new byte[] {1}, "text/plain", Map.of(), List.of(items)));
    }

    private static Delivery.Item item(String account, String id, String key) {
        return new Delivery.Item(account, id, null, "thing.happened", key, "{}", null);
    }
}
