package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
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
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Messages behind an older one of their key: they cost a claim nothing, and none is forgotten. */
class WaitingBehindTests {

    /** Other databases of the same server have waits of their own. */
    private static final String WAITING_FOR_A_KEY = """
            select count(*) from pg_locks where not granted and locktype = 'advisory'
            and database = (select oid from pg_database where datname = current_database())
            """;

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final InboxAlone ALONE = new InboxAlone(DATABASE);
    private static final Handling DONE = new Handling.Ignored("done", null);

    private static final ClaimRoom ROOM = new ClaimRoom(9, 9, 9, Long.MAX_VALUE);

    private final Inbox inbox = ALONE.inbox();

    @BeforeEach
    void empty() {
        DATABASE.sql(
                        "truncate hub.inbox_message, hub.inbox_claim, hub.payload, hub.inbox_event, hub.inbox_batch cascade")
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

    /** They stand in front of what may be claimed, until they end. */
    @Test
    void costsAClaimTheSameHoweverManyAreInWork() throws Exception {
        rows("RECEIVED", 1, 200);
        DATABASE.sql("vacuum analyze hub.inbox_message").update();
        ClaimRoom room = new ClaimRoom(9, 200, 9, Long.MAX_VALUE);
        int pages = pagesReadBy(InboxClaims.bound(explained(InboxClaims.CANDIDATES), room));

        assertThat(inbox.claim(new ClaimRoom(100, 200, 9, Long.MAX_VALUE))).hasSize(100);

        assertThat(pagesReadBy(InboxClaims.bound(explained(InboxClaims.CANDIDATES), room)))
                .isLessThan(pages + 60);
    }

    /** A store that was counted while nothing was open: the planner then takes all open rows of an app for none. */
    @Test
    void isFoundByItsKeyAlsoWhereTheDatabaseBelievesThatNothingIsOpen() throws Exception {
        rows("APPLIED", 1, 20_000);
        DATABASE.sql("vacuum analyze hub.inbox_message").update();
        rows("RECEIVED", 20_001, 40_000);
        Long[] one = {number("select max(id) from hub.inbox_message")};

        assertThat(pagesReadBy(explained("select " + WaitingBehind.dueAt("news", "")
                        + " from (values ('a', 'k30000')) as news (app, ordering_key)")))
                .isLessThan(20);
        assertThat(pagesReadBy(explained(InboxClaims.TAKE).param("ids", one).param("lease", 90)))
                .isLessThan(60);
        assertThat(pagesReadBy(InboxClaims.bound(explained(InboxClaims.CANDIDATES), ROOM)))
                .isLessThan(400);
    }

    @Test
    void costsAClaimNothingThatManyMailsWaitWhileThereIsNoPlaceForThem() throws Exception {
        rows("RECEIVED", 1, 1_000);
        DATABASE.sql("update hub.inbox_message set kind = 'mail'").update();
        DATABASE.sql("vacuum analyze hub.inbox_message").update();

        ClaimRoom none = new ClaimRoom(9, 9, 0, Long.MAX_VALUE);
        assertThat(pagesReadBy(InboxClaims.bound(explained(InboxClaims.CANDIDATES), none)))
                .isLessThan(30);
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

    /** The receipt sees the one in front open, whose end does not see the receipt: one of them has to wait. */
    @Test
    void isNotForgottenWhenTheOneInFrontEndsBeforeItsReceiptIsCommitted() throws Exception {
        ALONE.receive("1", "k");
        InboxMessage first = ALONE.claim(1).getFirst();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Boolean> end = DATABASE.inTransaction(() -> {
                ALONE.receive("2", "k");
                Future<Boolean> ends = thread.submit(() -> inbox.record(first, DONE));
                Awaitility.await().until(() -> ends.isDone() || number(WAITING_FOR_A_KEY) > 0);
                return ends;
            });
            assertThat(end.get()).isTrue();
        }

        assertThat(ALONE.claim(9)).extracting(InboxMessage::externalId).containsExactly("2");
    }

    private static void rows(String state, int from, int to) {
        DATABASE.sql("""
                        insert into hub.inbox_message (kind, app, account, external_id, event_type, ordering_key, payload_id,
                            state)
                        select 'test', case when n between 19000 and 20000 then 'b' else 'a' end, '', 'n' || n, 'thing',
                            'k' || n, 0, :state
                        from generate_series(:from, :to) n
                        """)
                .param("state", state)
                .param("from", from)
                .param("to", to)
                .update();
    }

    private void receive(Delivery.Item... items) {
        inbox.receive(new Delivery("test", "a", new byte[] {1}, "text/plain", Map.of(), List.of(items)));
    }

    private static Delivery.Item item(String id, String key) {
        return new Delivery.Item("", id, null, "thing", key, "{}", null);
    }

    private static int pagesReadByAClaim() throws Exception {
        DATABASE.sql("analyze hub.inbox_message").update();
        return pagesReadBy(InboxClaims.bound(explained(InboxClaims.CANDIDATES), ROOM));
    }

    private static StatementSpec explained(String statement) {
        return DATABASE.sql("explain (analyze, buffers, format json) " + statement);
    }

    private static int pagesReadBy(StatementSpec explained) throws Exception {
        JsonNode root = new ObjectMapper()
                .readTree(explained.query(String.class).single())
                .get(0)
                .get("Plan");
        return root.path("Shared Hit Blocks").asInt()
                + root.path("Shared Read Blocks").asInt();
    }

    private static long number(String sql) {
        return DATABASE.sql(sql).query(Long.class).single();
    }
}
