package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.platform.database.RetentionSettings;
import io.vestibule.support.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxRetentionTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final ReceiptWriter WRITER = new ReceiptWriter(DATABASE);
    private static final RetentionSettings KEPT =
            new RetentionSettings(Duration.ofDays(30), Duration.ofDays(100), Duration.ofDays(30));

    private final Inbox inbox = new Inbox(
            DATABASE,
            WRITER,
            new ResultWriter(DATABASE),
            new InboxSettings(6, 4, 4, Duration.ofSeconds(90)),
            new SimpleMeterRegistry());
    private final InboxRows rows = new InboxRows(DATABASE);
    private final InboxTidy tidy = new InboxTidy(DATABASE, KEPT);
    private final Conservation conservation = new Conservation(DATABASE, KEPT);

    @AfterAll
    static void close() {
        WRITER.destroy();
        FRESH.close();
    }

    @BeforeEach
    void empty() {
        DATABASE.sql(
                        "truncate hub.inbox_message, hub.inbox_claim, hub.payload, hub.inbox_event, hub.inbox_batch, hub.conservation cascade")
                .update();
    }

    @Test
    void originalsGoFirstAndTheirMessagesAreStillThereButCantBeReplayed() {
        long id = received("1", new Handling.Ignored("not-marked", null));
        age(40);

        tidy.forget();

        assertThat(rows.find(id)).isPresent();
        assertThat(count("hub.payload")).isZero();
        assertThat(inbox.replay(id, "Olga")).isEqualTo(Inbox.Replay.ORIGINAL_GONE);
        assertThat(receive("1").duplicate()).isTrue();
    }

    @Test
    void whatEndedGoesAndWhatWaitsStaysWithItsOriginal() {
        long ended = received("1", new Handling.Ignored("not-marked", null));
        long held = received("2", new Handling.Held("no-link", "Whose?", null, List.of()));
        long dead = received("3", new Handling.Dead("mapping-failed", "/x"));
        long retrying = received("4", new Handling.Retry("later", null, Duration.ofDays(1)));
        age(120);

        tidy.forget();

        assertThat(rows.find(ended)).isEmpty();
        assertThat(List.of(held, dead, retrying)).allMatch(id -> rows.find(id).isPresent());
        assertThat(count("hub.payload")).isEqualTo(3);
        assertThat(inbox.replay(dead, "Olga")).isEqualTo(Inbox.Replay.DONE);
    }

    @Test
    void anOriginalStaysWhileItsMessageIsBeingReplayed() {
        long id = received("1", new Handling.Ignored("not-marked", null));
        age(40);

        DATABASE.inTransaction(() -> {
            assertThat(inbox.replay(id, "Olga")).isEqualTo(Inbox.Replay.DONE);
            CompletableFuture.runAsync(tidy::forget).join();
        });

        assertThat(count("hub.payload")).isEqualTo(1);
        assertThat(rows.find(id).orElseThrow().open()).isTrue();
    }

    @Test
    void aMessageStaysThatIsReplayedWhileOldOnesAreRemoved() {
        RetentionSettings originalsLonger =
                new RetentionSettings(Duration.ofDays(400), Duration.ofDays(100), Duration.ofDays(30));
        InboxTidy removing = new InboxTidy(DATABASE, originalsLonger);
        long id = received("1", new Handling.Ignored("not-marked", null));
        age(120);

        CompletableFuture<Void> removed = DATABASE.inTransaction(() -> {
            assertThat(inbox.replay(id, "Olga")).isEqualTo(Inbox.Replay.DONE);
            CompletableFuture<Void> beside = CompletableFuture.runAsync(removing::forget);
            Awaitility.await().until(() -> count("pg_locks where not granted") > 0);
            return beside;
        });
        removed.join();

        assertThat(rows.find(id).orElseThrow().open()).isTrue();
    }

    @Test
    void theSumOfAnOlderDayFollowsWhatIsDecidedLater() {
        long id = received("1", new Handling.Held("no-link", "Whose?", null, List.of()));
        age(5);
        LocalDate day = DATABASE.sql("select ((now() at time zone 'UTC') - interval '5 days')::date")
                .query(LocalDate.class)
                .single();
        conservation.store(day);
        assertThat(conservation.of(day).getFirst().held()).isEqualTo(1);

        inbox.assign(id, new InboxMessage.Assignment("c1", null, "Olga"));
        inbox.record(
                inbox.claim(new ClaimRoom(1, 1, 9, Long.MAX_VALUE)).getFirst(),
                new Handling.Ignored("not-marked", null));
        conservation.storeRecent();

        assertThat(conservation.of(day).getFirst())
                .isEqualTo(new Conservation.Sum(day, "a", 1, 0, 0, 1, 0, 0, 0, 0, true));
    }

    @Test
    void aDeliveryCountsForTheDayOfItsRowsAlsoWhenItsTransactionPassesMidnight() {
        boolean same = DATABASE.inTransaction(() -> {
            receive("1");
            DATABASE.sql("select pg_sleep(0.01)").query((row, number) -> true).single();
            receive("2");
            return DATABASE.sql("""
                            select count(distinct received_at) = 1 and min(received_at) = now()
                                and (select pg_get_expr(adbin, adrelid) from pg_attrdef
                                     join pg_attribute on adrelid = attrelid and adnum = attnum
                                     where attrelid = 'hub.inbox_batch'::regclass and attname = 'day') like '%now()%'
                            from hub.inbox_message
                            """).query(Boolean.class).single();
        });

        assertThat(same).isTrue();
    }

    private long received(String id, Handling handling) {
        long row = receive(id).id();
        inbox.record(inbox.claim(new ClaimRoom(1, 1, 9, Long.MAX_VALUE)).getFirst(), handling);
        return row;
    }

    private Receipt receive(String id) {
        Delivery.Item item = new Delivery.Item("", id, null, "thing", "key-" + id, "{}", null);
        byte[] bytes = "{}".getBytes(StandardCharsets.UTF_8);
        return inbox.receive(new Delivery("test", "a", bytes, "application/json", Map.of(), List.of(item)))
                .getFirst();
    }

    /**
     * As if everything had come so many UTC days ago (a day of the session's zone may have 23 hours); what happened to it
     * since stays recent only where a test needs it.
     */
    private static void age(int days) {
        for (String column : List.of(
                "inbox_message set received_at = received_at",
                "inbox_message set changed_at = changed_at",
                "inbox_event set at = at",
                "payload set stored_at = stored_at",
                "inbox_batch set day = day")) {
            String unit = column.endsWith("day") ? "" : " * interval '24 hours'";
            DATABASE.sql("update hub." + column + " - :days" + unit)
                    .param("days", days)
                    .update();
        }
    }

    private static long count(String table) {
        return DATABASE.sql("select count(*) from " + table).query(Long.class).single();
    }
}
