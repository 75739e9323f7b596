package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes first when there is more than a node has room for. */
class InboxClaimsTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final Handling DONE = new Handling.Ignored("done", null);

    private final Inbox inbox = new Inbox(
            DATABASE,
            new ReceiptWriter(DATABASE),
            new ResultWriter(DATABASE),
            new InboxSettings(6, 4, 4, Duration.ofSeconds(90)),
            new SimpleMeterRegistry());
    private final InboxRows rows = new InboxRows(DATABASE);

    @BeforeEach
    void empty() {
        DATABASE.sql(
                        "truncate hub.inbox_message, hub.inbox_claim, hub.payload, hub.inbox_event, hub.inbox_batch cascade")
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
    void takesFourSmallMailsInThePlaceOfALargeOneAndNoneBeforeOneThatWaitsForRoom() {
        mail("small-1", 1);
        mail("large-1", 300_000);
        mail("small-2", 1);
        mail("large-2", 300_000);
        IntStream.range(3, 9).forEach(i -> mail("small-" + i, 1));

        assertThat(claimed(9, 9, 7)).containsExactlyInAnyOrder("small-1", "large-1", "small-2");
        assertThat(claimed(9, 9, 3)).isEmpty();
        assertThat(inbox.claim(new ClaimRoom(9, 9, 8, Long.MAX_VALUE)))
                .extracting(InboxMessage::externalId, MailPlaces::of)
                .containsExactlyInAnyOrder(
                        tuple("large-2", 4),
                        tuple("small-3", 1),
                        tuple("small-4", 1),
                        tuple("small-5", 1),
                        tuple("small-6", 1));
    }

    private void mail(String id, int bytes) {
        inbox.receive(new Delivery(
                "mail",
                "mail-app",
                new byte[bytes],
                "message/rfc822",
                Map.of(),
                List.of(new Delivery.Item("", id, null, "mail", id, null, null))));
    }

    @Test
    void takesNoMoreEventsThanThereIsMemoryForButAlwaysOne() {
        String event = "{\"text\":\"" + "x".repeat(1_000) + "\"}";
        for (int i = 0; i < 5; i++) {
            receive("webhook", new Delivery.Item("", "w" + i, null, "thing.happened", "w" + i, event, null));
        }

        assertThat(inbox.claim(new ClaimRoom(6, 6, 6, 2_500))).hasSize(3);
        assertThat(inbox.claim(new ClaimRoom(6, 6, 6, 1))).hasSize(1);
    }

    /** What a claim costs is one narrow row: the message with its many indexes is written by its end only. */
    @Test
    void leavesTheRowOfAMessageAsItIs() {
        receive("webhook", item("", "1", "k"));
        String before = place("1");

        assertThat(claimed(1, 1, 1)).containsExactly("1");

        assertThat(place("1")).isEqualTo(before);
    }

    /** As after a crash of the database, which keeps no claims. */
    @Test
    void handsOutAgainWhatACrashTookTheClaimOfAndDropsTheResultOfTheFirst() {
        receive("webhook", item("", "1", "k"));
        InboxMessage first = claimedOne();
        DATABASE.sql("truncate hub.inbox_claim").update();

        InboxMessage second = claimedOne();

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(inbox.record(first, DONE)).isFalse();
        assertThat(inbox.record(second, DONE)).isTrue();
    }

    @Test
    void countsTheHandlingsBegunOverRetriesAndLostLeases() {
        receive("webhook", item("", "1", "k"));
        assertThat(claimedOne().attempts()).isEqualTo(1);
        inbox.abandonClaims();
        InboxMessage second = claimedOne();
        assertThat(second.attempts()).isEqualTo(2);

        inbox.record(second, new Handling.Retry("vendor-down", "503", null));
        DATABASE.sql("update hub.inbox_message set due_at = now()").update();

        assertThat(claimedOne().attempts()).isEqualTo(3);
    }

    @Test
    void showsWhatIsInWorkApartFromWhatWaits() {
        receive("webhook", item("", "1", "k"), item("", "2", "k"));
        InboxMessage inWork = claimedOne();

        assertThat(found(InboxState.PROCESSING)).containsExactly("1");
        assertThat(found(InboxState.RECEIVED)).containsExactly("2");
        assertThat(found(InboxState.PROCESSING, InboxState.APPLIED)).containsExactly("1");
        assertThat(rows.find(inWork.id()).orElseThrow().dueAt()).isAfter(inWork.receivedAt());

        inbox.record(inWork, DONE);
        assertThat(found(InboxState.PROCESSING)).isEmpty();
        assertThat(found(InboxState.RECEIVED, InboxState.IGNORED)).containsExactly("2", "1");
    }

    /** Whoever waited for a row of a result would in turn be waited for, and the database would end one of them. */
    @Test
    void extendsLeasesWithoutWaitingForOneWhoseResultIsBeingStored() {
        receive("webhook", item("", "1", "k1"), item("", "2", "k2"));
        List<InboxMessage> both = inbox.claim(new ClaimRoom(2, 2, 2, Long.MAX_VALUE));
        inbox.abandonClaims();

        DATABASE.inTransaction(() -> {
            DATABASE.sql("delete from hub.inbox_claim where message_id = ?")
                    .param(both.getFirst().id())
                    .update();
            CompletableFuture.runAsync(() ->
                            inbox.renew(both.stream().map(InboxMessage::claim).toList()))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            return true;
        });

        assertThat(claimed(2, 2, 2)).containsExactly(both.getFirst().externalId());
    }

    /** Planning costs more than taking them; five times is the database's own way to find out. */
    @Test
    void takesWhatItFoundByAPlanThatIsMadeOncePerConnection() {
        for (int i = 0; i < 30; i++) {
            receive("webhook", item("", "a" + i, "a" + i), item("", "b" + i, "b" + i));
            assertThat(claimed(i % 2 + 1, 200, 6)).hasSize(i % 2 + 1);
        }

        assertThat(DATABASE.sql("""
                        select custom_plans, generic_plans from pg_prepared_statements
                        where statement like '%insert into hub.inbox_claim%' or statement like '%pg_try_advisory%'
                        """)
                        .query((row, number) -> row.getLong(1) <= 5 && row.getLong(2) > 0)
                        .list())
                .containsExactly(true, true);
    }

    private InboxMessage claimedOne() {
        return inbox.claim(new ClaimRoom(1, 1, 1, Long.MAX_VALUE)).getFirst();
    }

    private List<String> found(InboxState... states) {
        return rows.search(InboxRows.Filter.states(states), null, 10).rows().stream()
                .map(InboxRow::externalId)
                .toList();
    }

    /** Where the database keeps this version of the row. */
    private static String place(String id) {
        return DATABASE.sql("select ctid::text from hub.inbox_message where external_id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private List<String> claimed(int messages, int perApp, int mails) {
        return inbox.claim(new ClaimRoom(messages, perApp, mails, Long.MAX_VALUE)).stream()
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
