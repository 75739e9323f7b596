package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.platform.database.RoundTrips;
import io.vestibule.support.Allocated;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ReceiptWriterTests {

    private static final Database DATABASE = new FreshDatabase(TestPostgres.newDatabase()).database();
    private static final ReceiptWriter WRITER = new ReceiptWriter(DATABASE);
    private static final ExecutorService SENDERS = Executors.newVirtualThreadPerTaskExecutor();

    /** Longer than an index of the database takes, and random, so that it can't be packed. */
    private static final String IMPOSSIBLE_ID = HexFormat.of().formatHex(randomBytes(20_000));

    @AfterAll
    static void stop() {
        SENDERS.shutdownNow();
        WRITER.destroy();
    }

    @Test
    void storesReceiptsThatArriveTogetherInFewerCommits() throws Exception {
        List<Future<List<Receipt>>> answers = whileTheKeyIsTaken("crowd", "key", () -> {
            List<Future<List<Receipt>>> waiting = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Delivery delivery = delivery("crowd", "n" + i, "key");
                waiting.add(SENDERS.submit(() -> WRITER.store(delivery)));
            }
            return waiting;
        });

        for (Future<List<Receipt>> answer : answers) {
            assertThat(answer.get()).singleElement().matches(receipt -> !receipt.duplicate());
        }
        assertThat(number("select count(*) from hub.inbox_message where app = 'crowd'"))
                .isEqualTo(200);
        assertThat(number("select sum(seen) from hub.inbox_batch where app = 'crowd'"))
                .isEqualTo(200);
        assertThat(number("select count(*) from hub.inbox_batch where app = 'crowd'"))
                .isLessThan(50);
    }

    @Test
    void answersNobodyBeforeTheCommitThatHoldsTheBytes() throws Exception {
        List<Future<List<Receipt>>> answers = whileTheKeyIsTaken("patient", "key", () -> {
            Future<List<Receipt>> answer = SENDERS.submit(() -> WRITER.store(delivery("patient", "1", "key")));
            Awaitility.await().until(() -> number("select count(*) from pg_locks where not granted") > 0);
            assertThat(answer.isDone()).isFalse();
            assertThat(number("select count(*) from hub.payload where app = 'patient'"))
                    .isZero();
            return List.of(answer);
        });

        assertThat(answers.getFirst().get()).hasSize(1);
        assertThat(number("select count(*) from hub.payload where app = 'patient'"))
                .isEqualTo(1);
    }

    @Test
    void letsABadReceiptFailAlone() throws Exception {
        List<Future<List<Receipt>>> answers = whileTheKeyIsTaken("mixed", "key", () -> {
            List<Future<List<Receipt>>> waiting = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Delivery delivery = delivery("mixed", i == 15 ? IMPOSSIBLE_ID : "n" + i, "key");
                waiting.add(SENDERS.submit(() -> WRITER.store(delivery)));
            }
            return waiting;
        });

        assertThatThrownBy(() -> answers.remove(15).get()).isInstanceOf(ExecutionException.class);
        for (Future<List<Receipt>> answer : answers) {
            assertThat(answer.get()).hasSize(1);
        }
        assertThat(number("select count(*) from hub.inbox_message where app = 'mixed'"))
                .isEqualTo(29);
        assertThat(number("select count(*) from hub.payload where app = 'mixed'"))
                .isEqualTo(29);
    }

    @Test
    void countsASecondCopyInTheSameCommitAsADuplicate() throws Exception {
        List<Future<List<Receipt>>> answers = whileTheKeyIsTaken("twice", "key", () -> {
            List<Future<List<Receipt>>> waiting = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                waiting.add(SENDERS.submit(() -> WRITER.store(delivery("twice", "same", "key"))));
            }
            return waiting;
        });

        int fresh = 0;
        for (Future<List<Receipt>> answer : answers) {
            fresh += answer.get().getFirst().duplicate() ? 0 : 1;
        }
        assertThat(fresh).isEqualTo(1);
        assertThat(number("select duplicates from hub.inbox_message where app = 'twice'"))
                .isEqualTo(9);
        assertThat(number("select sum(duplicates) from hub.inbox_batch where app = 'twice'"))
                .isEqualTo(9);
        assertThat(number("select count(*) from hub.payload where app = 'twice'"))
                .isEqualTo(1);
    }

    @Test
    void tellsWhoeverWaitsWhenTheDatabaseIsAway() {
        try (var closed = new FreshDatabase(TestPostgres.newDatabase())) {
            ReceiptWriter writer = new ReceiptWriter(closed.database());
            closed.close();
            List<Future<List<Receipt>>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Delivery delivery = delivery("away", "n" + i, "key");
                answers.add(SENDERS.submit(() -> writer.store(delivery)));
            }
            for (Future<List<Receipt>> answer : answers) {
                assertThatThrownBy(() -> answer.get(15, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            }
            writer.destroy();
        }
    }

    @Test
    void joinsAnOpenTransaction() {
        assertThatThrownBy(() -> DATABASE.inTransaction(() -> {
                    WRITER.join(delivery("joined", "n", "key"));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(number("select count(*) from hub.inbox_message where app = 'joined'"))
                .isZero();
        assertThat(number("select count(*) from hub.payload where app = 'joined'"))
                .isZero();
    }

    /** Locks, rows, commit: each is a way to the database and back that senders wait for. */
    @Test
    void deliveriesThatArriveTogetherTakeThreeRoundTrips() {
        try (FreshDatabase one = new FreshDatabase(RoundTrips.counted(TestPostgres.newDatabase(), "receipts"))) {
            ReceiptWriter writer = new ReceiptWriter(one.database());
            List<Delivery> several = IntStream.range(0, 20)
                    .mapToObj(i -> delivery("counted", "n" + i, "key" + i % 3))
                    .toList();
            writer.commit(List.of(delivery("counted", "first", "key")));

            long before = RoundTrips.of("receipts");
            writer.commit(several);

            assertThat(RoundTrips.of("receipts") - before).isEqualTo(3);
            writer.destroy();
        }
    }

    /** Planning costs more than storing; five times is the database's own way to find out. */
    @Test
    void receiptsAreStoredByPlansThatAreMadeOncePerConnection() {
        try (FreshDatabase one = new FreshDatabase(TestPostgres.newDatabase())) {
            ReceiptWriter writer = new ReceiptWriter(one.database());
            one.database().sql("""
                            insert into hub.inbox_message (kind, app, account, external_id, event_type, ordering_key,
                                payload_id, state)
                            select 'webhook', 'planned', '', 'old' || n, 'thing', 'k' || n, n, 'RECEIVED'
                            from generate_series(1, 50000) n
                            """).update();
            one.database().sql("vacuum analyze hub.inbox_message").update();
            for (int i = 0; i < 30; i++) {
                writer.commit(List.of(delivery("planned", "n" + i, "key" + i)));
            }

            assertThat(one.database().sql("""
                                    select custom_plans <= 5 and generic_plans > 0 from pg_prepared_statements
                                    where statement like '%insert into hub.inbox_message%'
                                    """).query(Boolean.class).list()).containsExactly(true);
            writer.destroy();
        }
    }

    @Test
    void holdsALargeDeliveryOnceWhenItIsStoredAndWhenItIsRead() throws Exception {
        byte[] large = randomBytes(8_000_000);
        Delivery.Item item = new Delivery.Item("", "n", null, "mail", "key", null, null);
        Delivery delivery =
                new Delivery("mail", "large", large, "message/rfc822", Map.of("from", "a@b.example"), List.of(item));

        long storing = Allocated.during(() -> WRITER.join(delivery));
        long id = number("select id from hub.payload where app = 'large'");
        PayloadStore store = new PayloadStore(DATABASE);
        long reading = Allocated.during(() -> store.bytes(id));

        assertThat(storing).isLessThan(large.length / 2);
        assertThat(reading).isLessThan(large.length * 3L / 2);
        assertThat(store.find(id).orElseThrow())
                .returns("message/rfc822", PayloadStore.Payload::contentType)
                .returns(Map.of("from", "a@b.example"), PayloadStore.Payload::headers)
                .matches(payload -> Arrays.equals(payload.bytes(), large));
    }

    @Test
    void storesLargeDeliveriesAmongSmallOnes() throws Exception {
        List<Future<List<Receipt>>> answers = whileTheKeyIsTaken("sizes", "key", () -> {
            List<Future<List<Receipt>>> waiting = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                byte[] raw = randomBytes(i % 3 == 1 ? 1_000_000 : 10 + i);
                Delivery.Item item = new Delivery.Item("", "n" + i, null, "mail", "key", null, null);
                Delivery delivery = new Delivery("mail", "sizes", raw, "message/rfc822", Map.of(), List.of(item));
                waiting.add(SENDERS.submit(() -> WRITER.store(delivery)));
            }
            return waiting;
        });
        for (Future<List<Receipt>> answer : answers) {
            assertThat(answer.get()).hasSize(1);
        }

        assertThat(DATABASE.sql("""
                                select m.external_id || ' ' || length(p.bytes) from hub.inbox_message m
                                join hub.payload p on p.id = m.payload_id where m.app = 'sizes' order by 1
                                """).query(String.class).list())
                .containsExactly(
                        "n0 10", "n1 1000000", "n2 12", "n3 13", "n4 1000000", "n5 15", "n6 16", "n7 1000000", "n8 18");
    }

    /** A server with its usual settings has locks for 6,400. */
    @Test
    void storesADeliveryOfMoreKeysThanTheServerHasLocks() {
        Delivery many = ofKeys("many", 20_000, new byte[] {1});

        List<Receipt> receipts = WRITER.store(many);

        assertThat(receipts).hasSize(20_000).noneMatch(Receipt::duplicate);
        assertThat(receipts.stream().map(Receipt::id)).isSorted().doesNotHaveDuplicates();
        assertThat(number("select count(*) from hub.inbox_message where app = 'many'"))
                .isEqualTo(20_000);
        assertThat(number("select sum(seen) from hub.inbox_batch where app = 'many'"))
                .isEqualTo(20_000);
        assertThat(WRITER.store(many)).hasSize(20_000).allMatch(Receipt::duplicate);
    }

    @Test
    void keepsTheBytesOfADeliveryOfManyCommitsOnce() {
        for (int size : new int[] {10, 1_000_000}) {
            String app = "shared" + size;
            WRITER.store(ofKeys(app, 1_000, new byte[] {1}));

            WRITER.store(ofKeys(app, 3_000, randomBytes(size)));

            assertThat(number("select count(*) from hub.payload where app = '%s'".formatted(app)))
                    .isEqualTo(2);
            assertThat(number("""
                            select count(*) from hub.inbox_message m join hub.payload p on p.id = m.payload_id
                            where m.app = '%s' and length(p.bytes) = %d""".formatted(app, size))).isEqualTo(2_000);
        }
    }

    private static Delivery ofKeys(String app, int keys, byte[] raw) {
        List<Delivery.Item> items = IntStream.range(0, keys)
                .mapToObj(i -> new Delivery.Item("", "n" + i, null, "thing.happened", "key" + i, "{}", null))
                .toList();
        return new Delivery("webhook", app, raw, "application/json", Map.of(), items);
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    /** Holds the writers up at the lock of a key, so that what is handed in meanwhile must share commits. */
    private static <T> T whileTheKeyIsTaken(String app, String key, Work<T> work) {
        return DATABASE.inTransaction(() -> {
            KeyLocks.take(DATABASE, List.of(KeyLocks.of(app, key)).stream());
            try {
                T result = work.run();
                Awaitility.await()
                        .pollDelay(Duration.ZERO)
                        .until(() -> number("select count(*) from pg_locks where not granted") > 0);
                return result;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static long number(String sql) {
        return DATABASE.sql(sql).query(Long.class).single();
    }

    private static Delivery delivery(String app, String id, String key) {
        Delivery.Item item = new Delivery.Item("", id, null, "thing.happened", key, "{}", null);
        return new Delivery("webhook", app, new byte[] {1}, "application/json", Map.of(), List.of(item));
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
