package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.ResultWriter.Result;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResultWriterTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final ReceiptWriter RECEIPTS = new ReceiptWriter(DATABASE);
    private static final ResultWriter WRITER = new ResultWriter(DATABASE);
    private static final ExecutorService WORKERS = Executors.newVirtualThreadPerTaskExecutor();

    /** Longer than an index of the database takes, and random, so that it can't be packed. */
    private static final String IMPOSSIBLE_ID = HexFormat.of().formatHex(randomBytes(20_000));

    private final Inbox inbox = new Inbox(
            DATABASE,
            RECEIPTS,
            WRITER,
            new InboxSettings(32, 32, 4, Duration.ofSeconds(90)),
            new SimpleMeterRegistry());
    private final InboxRows rows = new InboxRows(DATABASE);

    @BeforeEach
    void empty() {
        DATABASE.sql(
                        "truncate hub.inbox_message, hub.inbox_claim, hub.payload, hub.inbox_event, hub.inbox_batch cascade")
                .update();
    }

    @AfterAll
    static void stop() {
        WORKERS.shutdownNow();
        RECEIPTS.destroy();
        WRITER.destroy();
        FRESH.close();
    }

    @Test
    void refusesAResultWhoseClaimMovedOnAndStoresItsNeighbours() {
        List<InboxMessage> claimed = claimed(3);
        InboxMessage slow = claimed.get(1);
        DATABASE.sql("update hub.inbox_claim set claim = gen_random_uuid() where message_id = ?")
                .param(slow.id())
                .update();

        List<Boolean> stored = WRITER.commit(claimed.stream()
                .map(message -> new Result(message, applied("x")))
                .toList());

        assertThat(stored).containsExactly(true, false, true);
        assertThat(claimed)
                .extracting(message -> rows.find(message.id()).orElseThrow().state())
                .containsExactly(InboxState.APPLIED, InboxState.PROCESSING, InboxState.APPLIED);
        assertThat(rows.history(slow.id())).extracting(change -> change.state()).doesNotContain(InboxState.APPLIED);
    }

    @Test
    void keepsEachKindOfEndWithItsOwnWords() {
        List<InboxMessage> claimed = claimed(3);

        WRITER.commit(List.of(
                new Result(claimed.get(0), new Handling.Applied("done", "invoice", "i1", "c1")),
                new Result(claimed.get(1), new Handling.Retry("vendor-down", "503", Duration.ofHours(1))),
                new Result(claimed.get(2), new Handling.Held("no-link", "Whose?", "link:a", List.of()))));

        InboxRow applied = rows.find(claimed.get(0).id()).orElseThrow();
        assertThat(applied.objectId()).isEqualTo("i1");
        assertThat(applied.result()).isEqualTo("done");
        InboxRow retry = rows.find(claimed.get(1).id()).orElseThrow();
        assertThat(retry.state()).isEqualTo(InboxState.RETRY);
        assertThat(retry.dueAt()).isAfter(applied.changedAt().plusSeconds(3_000));
        InboxRow held = rows.find(claimed.get(2).id()).orElseThrow();
        assertThat(held.state()).isEqualTo(InboxState.HELD);
        assertThat(held.reason()).isEqualTo("no-link");
        assertThat(rows.history(held.id()).getLast().detail()).isEqualTo("Whose?");
    }

    @Test
    void letsABadResultFailAloneAndSharesACommitAmongTheOthers() throws Exception {
        List<InboxMessage> claimed = claimed(30);
        List<Future<Boolean>> answers = new ArrayList<>();
        DATABASE.inTransaction(() -> {
            DATABASE.sql("select from hub.inbox_message for update").query(row -> {});
            for (int i = 0; i < claimed.size(); i++) {
                InboxMessage message = claimed.get(i);
                Handling handling = applied(i == 15 ? IMPOSSIBLE_ID : "o" + i);
                answers.add(WORKERS.submit(() -> WRITER.store(message, handling)));
            }
            Awaitility.await().until(() -> number("select count(*) from pg_locks where not granted") > 0);
        });

        assertThatThrownBy(() -> answers.remove(15).get()).isInstanceOf(ExecutionException.class);
        for (Future<Boolean> answer : answers) {
            assertThat(answer.get()).isTrue();
        }
        assertThat(number("select count(*) from hub.inbox_message where state = 'APPLIED'"))
                .isEqualTo(29);
        assertThat(rows.find(claimed.get(15).id()).orElseThrow().state()).isEqualTo(InboxState.PROCESSING);
    }

    @Test
    void handlesAgainUnderTheSameKeyWhatWasLostBetweenThePortalsCommitAndOurs() throws Exception {
        InboxMessage message = claimed(1).getFirst();
        Future<Boolean> answer = DATABASE.inTransaction(() -> {
            DATABASE.sql("select from hub.inbox_message for update").query(row -> {});
            Future<Boolean> waiting = WORKERS.submit(() -> WRITER.store(message, applied("x")));
            Awaitility.await().until(() -> number("select count(*) from pg_locks where not granted") > 0);
            DATABASE.sql("select pg_terminate_backend(pid) from pg_locks where not granted")
                    .query(row -> {});
            return waiting;
        });

        assertThatThrownBy(answer::get).isInstanceOf(ExecutionException.class);
        inbox.abandonClaims();
        InboxMessage again = inbox.claim(new ClaimRoom(1, 1, 1, Long.MAX_VALUE)).getFirst();
        assertThat(again.key(1)).isEqualTo(message.key(1));
        assertThat(again.claim()).isNotEqualTo(message.claim());
        assertThat(inbox.record(again, applied("x"))).isTrue();
    }

    private List<InboxMessage> claimed(int number) {
        for (int i = 0; i < number; i++) {
            inbox.receive(new Delivery(
                    "webhook",
                    "a",
                    new byte[] {1},
                    "application/json",
                    Map.of(),
                    List.of(new Delivery.Item("", "n" + i, null, "thing.happened", "k" + i, "{}", null))));
        }
        return inbox.claim(new ClaimRoom(number, number, number, Long.MAX_VALUE)).stream()
                .sorted(Comparator.comparingLong(InboxMessage::id))
                .toList();
    }

    private static Handling applied(String object) {
        return new Handling.Applied("done", "thing", object, null);
    }

    private static long number(String sql) {
        return DATABASE.sql(sql).query(Long.class).single();
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
