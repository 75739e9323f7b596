package io.vestibule.hub.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.platform.database.RetentionSettings;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries that failed for good and of which a person says that they need nothing any more. */
class PutAwayTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final OutboxAlone OUTBOX = new OutboxAlone(DATABASE);
    private static final Outcome REFUSED = new Outcome.Refused("http-400", "no such stage", true);

    private final Outbox outbox = OUTBOX.outbox();
    private final Deliveries deliveries = OUTBOX.deliveries();

    @AfterAll
    static void close() {
        FRESH.close();
    }

    @BeforeEach
    void startEmpty() {
        DATABASE.sql("truncate hub.outbox_message cascade").update();
    }

    @Test
    void whatIsPutAwayAsksForNobodyAndKeepsWhoSaidSoWhenAndWhy() {
        long id = OUTBOX.ended("e1", REFUSED);
        assertThat(deliveries.problems()).hasSize(1);

        assertThat(outbox.putAway(id, "Olga", "Done by hand")).isTrue();

        assertThat(deliveries.problems()).isEmpty();
        OutboxRow row = row(id);
        assertThat(row.state()).isEqualTo(OutboxState.PUT_AWAY);
        assertThat(row.reason()).isEqualTo("http-400");
        assertThat(deliveries.events(id)).singleElement().satisfies(event -> {
            assertThat(List.of(event.what(), event.who())).containsExactly("put-away", "Olga");
            assertThat(event.why()).isEqualTo("Done by hand");
            assertThat(event.at()).isAfterOrEqualTo(row.createdAt());
        });
        OutboxFilter away = OutboxFilter.of(OutboxState.PUT_AWAY, Set.of());
        assertThat(deliveries.search(away, null, 10).rows())
                .extracting(OutboxRow::id)
                .containsExactly(id);
    }

    @Test
    void whatIsSentAgainWhileOldOnesAreRemovedStays() {
        long id = OUTBOX.ended("e1", REFUSED);
        DATABASE.sql("update hub.outbox_message set created_at = created_at - interval '500 days',"
                        + " finished_at = finished_at - interval '500 days'")
                .update();
        OutboxTidy removing = new OutboxTidy(
                DATABASE, new RetentionSettings(Duration.ofDays(400), Duration.ofDays(400), Duration.ofDays(400)));

        CompletableFuture<Void> removed = DATABASE.inTransaction(() -> {
            assertThat(outbox.replay(id, "Olga")).isTrue();
            CompletableFuture<Void> beside = CompletableFuture.runAsync(removing::forget);
            Awaitility.await()
                    .until(() -> DATABASE.sql("select count(*) > 0 from pg_locks where not granted")
                            .query(Boolean.class)
                            .single());
            return beside;
        });
        removed.join();

        assertThat(row(id).state()).isEqualTo(OutboxState.WAITING);
    }

    @Test
    void onlyWhatFailedForGoodIsPutAwayAndOnlyOnce() {
        long sent = OUTBOX.ended("e1", new Outcome.Sent(null));
        long held = OUTBOX.ended("e2", new Outcome.Stopped("http-401", "bad token"));
        long retried = OUTBOX.ended("e3", new Outcome.Retry("http-500", null, null));
        long refused = OUTBOX.ended("e4", REFUSED);

        assertThat(List.of(sent, held, retried)).noneMatch(id -> outbox.putAway(id, "Olga", null));
        assertThat(outbox.putAway(refused, "Olga", null)).isTrue();
        assertThat(outbox.putAway(refused, "Dana", null)).isFalse();
        assertThat(deliveries.events(refused)).extracting(OutboxEvent::who).containsExactly("Olga");
        assertThat(row(held).state()).isEqualTo(OutboxState.HELD);
    }

    @Test
    void whatIsPutAwayChangesNothingForWhatIsYoungerOnTheSameObject() {
        outbox.enqueue(draft("e1"), draft("e2"), draft("e3"));
        OutboxMessage first = claimed("e1");
        outbox.record(first, REFUSED);
        OutboxMessage second = claimed("e2");

        assertThat(outbox.putAway(first.id(), "Olga", null)).isTrue();

        assertThat(outbox.claim(10, List.of())).isEmpty();
        outbox.record(second, new Outcome.Sent(null));
        assertThat(outbox.replayPutAway(first.id(), "Olga")).isTrue();
        outbox.record(claimed("e1"), new Outcome.Sent(null));
        claimed("e3");
    }

    @Test
    void itIsSentAgainByWhoeverKnowsThatItWasPutAwayAndByNobodyElse() {
        long id = OUTBOX.ended("e1", REFUSED);
        outbox.putAway(id, "Olga", null);

        assertThat(outbox.replay(id, "Dana")).isFalse();
        assertThat(outbox.replayFailed(id, "Dana")).isFalse();
        assertThat(row(id).state()).isEqualTo(OutboxState.PUT_AWAY);
        assertThat(outbox.replayPutAway(id, "Dana")).isTrue();

        outbox.record(claimed("e1"), REFUSED);
        assertThat(deliveries.problems()).hasSize(1);
        assertThat(deliveries.events(id)).extracting(OutboxEvent::what).containsExactly("put-away", "replayed");
    }

    @Test
    void ofTwoOfWhomOnePutsItAwayAndOneSendsItAgainOnlyOneDoes() throws InterruptedException, ExecutionException {
        List<Long> refused = IntStream.range(0, 20)
                .mapToObj(n -> OUTBOX.ended("e" + n, REFUSED))
                .toList();
        try (var people = Executors.newFixedThreadPool(2)) {
            for (long id : refused) {
                List<Callable<Boolean>> steps =
                        List.of(() -> outbox.putAway(id, "Olga", null), () -> outbox.replay(id, "Dana"));
                List<Future<Boolean>> done = people.invokeAll(steps);
                boolean away = done.get(0).get();
                boolean again = done.get(1).get();

                assertThat(away).isNotEqualTo(again);
                assertThat(row(id).state()).isEqualTo(away ? OutboxState.PUT_AWAY : OutboxState.WAITING);
                assertThat(deliveries.events(id)).hasSize(1);
            }
        }
    }

    @Test
    void anOldOneThatIsPutAwayIsKeptForADayBeforeItGoes() {
        RetentionSettings kept = new RetentionSettings(Duration.ofDays(30), Duration.ofDays(100), Duration.ofDays(30));
        OutboxTidy tidy = new OutboxTidy(DATABASE, kept);
        long id = OUTBOX.ended("e1", new Outcome.Retry("http-500", null, null));
        DATABASE.sql("""
                        update hub.outbox_message set state = 'DEAD', created_at = created_at - interval '200 days',
                            finished_at = clock_timestamp() - interval '200 days'
                        """).update();
        tidy.forget();
        assertThat(outbox.putAway(id, "Olga", null)).isTrue();

        tidy.forget();
        assertThat(deliveries.find(id)).isPresent();

        DATABASE.sql("update hub.outbox_message set finished_at = finished_at - interval '2 days'")
                .update();
        tidy.forget();
        assertThat(deliveries.find(id)).isEmpty();
    }

    @Test
    void aMailThatFailedIsToldAtItsRequestOnceAfterEachReplayAndNotWhenItWasPutAway() {
        outbox.enqueue(mail("e1", new ObjectRef("request", "r1")), mail("e2", null));
        assertThat(deliveries.untoldMails(10)).isEmpty();
        outbox.claim(10, List.of()).forEach(message -> outbox.record(message, REFUSED));
        OutboxRow failed = onlyUntold();
        deliveries.toldOfMail(failed);
        assertThat(deliveries.untoldMails(10)).isEmpty();

        outbox.replay(failed.id(), "Olga");
        outbox.record(claimed("e1"), REFUSED);
        deliveries.toldOfMail(failed);

        assertThat(onlyUntold().replays()).isEqualTo(1);
        outbox.putAway(failed.id(), "Olga", null);
        assertThat(deliveries.untoldMails(10)).isEmpty();
    }

    @Test
    void aMailThatLeavesAfterItFailedIsToldAtItsRequestOnceAndNoOther() {
        outbox.enqueue(mail("e1", new ObjectRef("request", "r1")), mail("e2", new ObjectRef("request", "r2")));
        OutboxMessage first = outbox.claim(1, List.of()).getFirst();
        outbox.record(first, REFUSED);
        deliveries.toldOfMail(onlyUntold());
        outbox.record(outbox.claim(1, List.of()).getFirst(), new Outcome.Sent(null));
        assertThat(deliveries.untoldMails(10)).isEmpty();

        outbox.replay(first.id(), "Olga");
        assertThat(deliveries.untoldMails(10)).isEmpty();
        outbox.record(claimed("e1"), new Outcome.Sent(null));

        assertThat(onlyUntold().state()).isEqualTo(OutboxState.SENT);
        deliveries.toldOfMail(onlyUntold());
        assertThat(deliveries.untoldMails(10)).isEmpty();
    }

    private OutboxRow onlyUntold() {
        List<OutboxRow> rows = deliveries.untoldMails(10);
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private OutboxRow row(long id) {
        return deliveries.find(id).orElseThrow();
    }

    /** The only one that may leave now. */
    private OutboxMessage claimed(String source) {
        List<OutboxMessage> claimed = outbox.claim(10, List.of());
        assertThat(claimed).extracting(message -> message.draft().source()).containsExactly(source);
        return claimed.getFirst();
    }

    private static OutboxDraft mail(String source, @Nullable ObjectRef object) {
        return new OutboxDraft(source, "mail", "ann@client.example", "desk", object, null, "comment", "{}", null);
    }

    private static OutboxDraft draft(String source) {
        ObjectRef object = new ObjectRef("request", "r1");
        return new OutboxDraft(source, "vendor", "crm", "crm", object, null, "status", "{}", null);
    }
}
