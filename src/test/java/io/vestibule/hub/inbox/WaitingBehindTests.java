package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages behind an older one of their key: they cost a claim nothing, and none is forgotten. */
class WaitingBehindTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final InboxAlone ALONE = new InboxAlone(DATABASE);
    private static final Handling DONE = new Handling.Ignored("done", null);

    private final Inbox inbox = ALONE.inbox();

    @BeforeEach
    void empty() {
        DATABASE.sql("truncate hub.inbox_message, hub.payload, hub.inbox_event, hub.inbox_batch cascade")
                .update();
    }

    @AfterAll
    static void close() {
        ALONE.close();
        FRESH.close();
    }

    @Test
    void costsAClaimTheSameHoweverManyWaitBehindABusyKey() throws Exception {
        ALONE.receive("first", "k");
        ALONE.claim(1);
        ALONE.receive("second", "k");
        int pages = pagesReadByAClaim();

        receive(IntStream.range(0, 3_000).mapToObj(i -> item("behind" + i, "k")).toArray(Delivery.Item[]::new));

        assertThat(pagesReadByAClaim()).isLessThan(pages + 30);
    }

    @Test
    void goesOnWithTheNextOneWheneverTheOneInFrontEnds() {
        List<Handling> ends = List.of(
                new Handling.Applied("x", "thing", "1", null),
                new Handling.Refused("no", "no"),
                new Handling.Held("whose", "?", "h", List.of()),
                new Handling.Dead("bad", "bad"),
                DONE);
        ends.forEach(end -> ALONE.receive("n" + ends.indexOf(end), "k"));

        for (int i = 0; i < ends.size(); i++) {
            InboxMessage message = ALONE.claim(9).getFirst();
            assertThat(message.externalId()).isEqualTo("n" + i);
            inbox.record(message, ends.get(i));
        }
    }

    @Test
    void waitsOnWhileTheOneInFrontIsTriedAgain() {
        ALONE.receive("1", "k");
        long second = ALONE.receive("2", "k");

        inbox.record(ALONE.claim(9).getFirst(), new Handling.Retry("vendor-down", "503", Duration.ofHours(1)));

        assertThat(ALONE.claim(9)).isEmpty();
        assertThat(ALONE.rows().find(second).orElseThrow().dueAt()).isNull();
    }

    @Test
    void keepsItsPlaceAmongOtherKeysOnceItMayGo() {
        ALONE.receive("1", "k");
        ALONE.receive("2", "k");
        InboxMessage first = ALONE.claim(1).getFirst();
        for (int i = 0; i < 20; i++) {
            ALONE.receive("later" + i, "key" + i);
        }

        inbox.record(first, DONE);

        assertThat(ALONE.claim(1)).extracting(InboxMessage::externalId).containsExactly("2");
    }

    @Test
    void letsAReplayedOneGoBehindOlderOnesOnly() {
        long old = ALONE.ended("old", "k", DONE);
        ALONE.receive("front", "k");
        long middle = ALONE.receive("middle", "k");
        inbox.record(ALONE.claim(1).getFirst(), DONE);
        ALONE.receive("last", "k");

        inbox.replay(old, "Olga");

        assertThat(ALONE.rows().find(old).orElseThrow().dueAt()).isNotNull();
        assertThat(ALONE.claim(9)).extracting(InboxMessage::externalId).containsExactly("old");
        assertThat(ALONE.rows().find(middle).orElseThrow().dueAt()).isNotNull();
    }

    @Test
    void forgetsNoneWhenReceiptsAndEndsOfAKeyMeet() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> senders = new ArrayList<>();
            for (int sender = 0; sender < 6; sender++) {
                int number = sender;
                senders.add(threads.submit(() ->
                        IntStream.range(0, 15).forEach(i -> ALONE.receive("s" + number + "-" + i, "k" + i % 2))));
            }
            Future<?> work = threads.submit(() -> {
                while (!senders.stream().allMatch(Future::isDone)) {
                    handleAll();
                }
            });
            work.get();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                handleAll();
                return number("select count(*) from hub.inbox_message where is_open") == 0;
            });
        }
        assertThat(number("select count(*) from hub.inbox_message where state = 'IGNORED'"))
                .isEqualTo(90);
    }

    private void handleAll() {
        ALONE.claim(9).forEach(message -> inbox.record(message, DONE));
    }

    private void receive(Delivery.Item... items) {
        inbox.receive(new Delivery("test", "a", new byte[] {1}, "text/plain", Map.of(), List.of(items)));
    }

    private static Delivery.Item item(String id, String key) {
        return new Delivery.Item("", id, null, "thing", key, "{}", null);
    }

    private static int pagesReadByAClaim() throws Exception {
        DATABASE.sql("analyze hub.inbox_message").update();
        String plan = InboxClaims.bound(
                        DATABASE.sql("explain (analyze, buffers, format json) " + InboxClaims.CANDIDATES),
                        new Inbox.Room(9, 9, 9, Long.MAX_VALUE))
                .query(String.class)
                .single();
        JsonNode root = new ObjectMapper().readTree(plan).get(0).get("Plan");
        return root.path("Shared Hit Blocks").asInt()
                + root.path("Shared Read Blocks").asInt();
    }

    private static long number(String sql) {
        return DATABASE.sql(sql).query(Long.class).single();
    }
}
