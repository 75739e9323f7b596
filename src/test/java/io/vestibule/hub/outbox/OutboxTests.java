package io.vestibule.hub.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final List<Duration> RETRIES = List.of(Duration.ofMillis(1), Duration.ofMillis(1));

    private static final FreshDatabase fresh = new FreshDatabase(TestPostgres.newDatabase());

    private final Outbox outbox = outbox(LEASE);
    private final Deliveries deliveries = new Deliveries(fresh.database());

    @AfterAll
    static void close() {
        fresh.close();
    }

    @BeforeEach
    void startEmpty() {
        fresh.database().sql("truncate hub.outbox_message cascade").update();
    }

    @Test
    void keepsOneRowHoweverOftenTheSameIsAskedFor() {
        assertThat(outbox.enqueue(draft("e1", "hubspot", "r1"), draft("e1", "hubspot", "r1")))
                .isEqualTo(1);
        assertThat(outbox.enqueue(draft("e1", "hubspot", "r1"))).isZero();
        assertThat(outbox.enqueue(draft("e1", "salesforce", "r1"))).isEqualTo(1);
    }

    @Test
    void givesAMailOneMessageIdThatOutlivesEveryAttempt() {
        outbox.enqueue(mail("e1", "ann@client.example"), mail("e1", "bob@client.example"));
        List<OutboxMessage> claimed = claimAll();
        assertThat(claimed)
                .extracting(OutboxMessage::messageId)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).endsWith("@portal.example"));
        OutboxMessage first = claimed.getFirst();
        outbox.record(first, new Outcome.Sent(null));
        assertThat(outbox.replay(first.id(), "admin")).isTrue();
        assertThat(claimAll().getFirst().messageId()).isEqualTo(first.messageId());
    }

    @Test
    void sendsNothingWhoseTransactionWasRolledBack() {
        assertThatThrownBy(() -> fresh.database().inTransaction(() -> {
                    outbox.enqueue(draft("e1", "hubspot", "r1"));
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(claimAll()).isEmpty();
    }

    @Test
    void holdsBackWhatIsYoungerOnTheSameObjectUntilTheOlderOneIsDone() {
        outbox.enqueue(draft("e1", "hubspot", "r1"), draft("e2", "hubspot", "r1"), draft("e3", "hubspot", "r2"));
        List<OutboxMessage> claimed = claimAll();
        assertThat(sources(claimed)).containsExactly("e1", "e3");
        outbox.record(claimed.getFirst(), new Outcome.Retry("http-500", null, Duration.ofMinutes(10)));
        assertThat(claimAll()).isEmpty();
        outbox.replay(claimed.getFirst().id(), "admin");
        OutboxMessage again = claimAll().getFirst();
        assertThat(again.draft().source()).isEqualTo("e1");
        outbox.record(again, new Outcome.Refused("http-400", "no such stage", true));
        assertThat(sources(claimAll())).containsExactly("e2");
    }

    @Test
    void aRowThatIsDueLaterDoesNotHoldBackAnother() {
        OutboxDraft later = draft("e1", "hubspot", "r1", Instant.parse("2999-01-01T00:00:00Z"));
        outbox.enqueue(later, draft("e2", "hubspot", "r1"));
        assertThat(sources(claimAll())).containsExactly("e2");
    }

    @Test
    void leavesPerConnectionNoMoreThanItsShareAndTakesTurns() {
        for (int i = 0; i < 10; i++) {
            outbox.enqueue(draft("slow" + i, "slow", "r" + i));
        }
        outbox.enqueue(draft("quick", "quick", "r1"));
        List<OutboxMessage> claimed = outbox.claim(2, List.of());
        assertThat(claimed).extracting(m -> m.draft().connection()).containsExactlyInAnyOrder("slow", "quick");
        assertThat(claimAll()).hasSize(3);
        assertThat(claimAll()).isEmpty();
    }

    @Test
    void leavesClosedConnectionsAlone() {
        outbox.enqueue(draft("e1", "stopped", "r1"), draft("e2", "well", "r1"));
        assertThat(sources(outbox.claim(10, List.of("stopped")))).containsExactly("e2");
    }

    @Test
    void whereNobodyWasAskedNoAttemptIsCounted() {
        outbox.enqueue(draft("e1", "hubspot", "r1"));
        for (int turn = 0; turn < 20; turn++) {
            OutboxMessage message = claimAll().getFirst();
            assertThat(message.attempts()).isEqualTo(1);
            outbox.record(message, new Outcome.NotYet("rate-budget", "later", Duration.ZERO));
        }
        OutboxRow row = deliveries.search(OutboxFilter.ALL, null, 1).rows().getFirst();
        assertThat(row.state()).isEqualTo(OutboxState.RETRY);
        assertThat(deliveries.attempts(row.id())).isEmpty();
    }

    @Test
    void acknowledgementsGoBeforeReminders() {
        outbox.enqueue(purpose("r", "reminder"), purpose("c", "comment"), purpose("a", "acknowledgement"));
        assertThat(sources(claimAll())).containsExactly("a", "c", "r");
    }

    @Test
    void claimsAnInterruptedRowAgainAndRefusesTheLateResult() {
        Outbox shortLived = outbox(Duration.ZERO);
        shortLived.enqueue(draft("e1", "hubspot", "r1"));
        OutboxMessage lost = shortLived.claim(1, List.of()).getFirst();
        OutboxMessage found = outbox.claim(1, List.of()).getFirst();
        assertThat(shortLived.record(lost, new Outcome.Refused("late", null, true)))
                .isEmpty();
        assertThat(outbox.record(found, new Outcome.Sent("ok"))).contains(OutboxState.SENT);
        assertThat(deliveries.attempts(found.id()))
                .extracting(DeliveryAttempt::outcome)
                .containsExactly("INTERRUPTED", "SENT");
    }

    @Test
    void aRenewedLeaseKeepsTheRow() {
        Outbox shortLived = outbox(Duration.ZERO);
        shortLived.enqueue(draft("e1", "hubspot", "r1"));
        OutboxMessage mine = shortLived.claim(1, List.of()).getFirst();
        outbox.renew(List.of(mine.claim()));
        assertThat(claimAll()).isEmpty();
    }

    @Test
    void isDeadAfterTheLastRetryAndVisibleWithTheVendorsWords() {
        outbox.enqueue(draft("e1", "hubspot", "r1"));
        OutboxState state = OutboxState.WAITING;
        long id = 0;
        for (int attempt = 0; attempt <= RETRIES.size(); attempt++) {
            OutboxMessage message = claimWaiting();
            id = message.id();
            state = outbox.record(message, new Outcome.Retry("http-500", "try later", null))
                    .orElseThrow();
        }
        assertThat(state).isEqualTo(OutboxState.DEAD);
        OutboxRow row = deliveries.find(id).orElseThrow();
        assertThat(row.reason()).isEqualTo("http-500");
        assertThat(row.words()).isEqualTo("try later");
        assertThat(deliveries.traffic()).singleElement().satisfies(traffic -> {
            assertThat(traffic.waiting()).isZero();
            assertThat(traffic.attempts()).isEqualTo(3);
            assertThat(traffic.failures()).isEqualTo(3);
        });
    }

    @Test
    void neverComesBackBeforeTheOtherSideAsked() {
        outbox.enqueue(draft("e1", "hubspot", "r1"));
        OutboxMessage message = claimAll().getFirst();
        outbox.record(message, new Outcome.Retry("http-429", null, Duration.ofHours(1)));
        OutboxRow row = deliveries.find(message.id()).orElseThrow();
        assertThat(Duration.between(row.changedAt(), row.dueAt()))
                .isBetween(Duration.ofHours(1).minusSeconds(1), Duration.ofMinutes(73));
    }

    @Test
    void whatWaitsForAPersonIsDueAtOnceWhenTheConnectionIsWellAgain() {
        outbox.enqueue(draft("e1", "hubspot", "r1"));
        outbox.record(claimAll().getFirst(), new Outcome.Stopped("http-401", "bad token"));
        fresh.database()
                .sql("update hub.outbox_message set due_at = now() + interval '1 day'")
                .update();
        assertThat(claimAll()).isEmpty();
        assertThat(outbox.release(List.of("hubspot"))).isEqualTo(1);
        assertThat(sources(claimAll())).containsExactly("e1");
    }

    /** At the start: one may have been put right just before the process ended. */
    @Test
    void whatAStopKeptIsDueAtOnceUnlessItIsStoppedStill() {
        outbox.enqueue(draft("e1", "hubspot", "r1"), draft("e2", "xero", "r2"), draft("e3", "hubspot", "r3"));
        List<OutboxMessage> claimed = claimAll();
        outbox.record(claimed.get(0), new Outcome.Stopped("http-401", "bad token"));
        outbox.record(claimed.get(1), new Outcome.Stopped("http-401", "bad token"));
        outbox.record(claimed.get(2), new Outcome.Retry("http-500", null, Duration.ofHours(1)));
        fresh.database()
                .sql("update hub.outbox_message set due_at = now() + interval '1 day'")
                .update();

        outbox.releaseHeld(List.of("hubspot", "xero"));
        assertThat(claimAll()).isEmpty();
        outbox.releaseHeld(List.of("xero"));
        assertThat(sources(claimAll())).containsExactly("e1");
    }

    @Test
    void knowsWhatIsNewerAndWaitsForTheSameObject() {
        outbox.enqueue(draft("e1", "hubspot", "r1"), draft("e2", "hubspot", "r1"), draft("e3", "hubspot", "r2"));
        List<OutboxMessage> claimed = claimAll();
        assertThat(outbox.newer(claimed.get(0)))
                .containsExactly(claimed.get(1).draft().body());
        assertThat(outbox.newer(claimed.get(1))).isEmpty();
    }

    @Test
    void findsRowsByTextStateAndConnection() {
        outbox.enqueue(draft("e1", "hubspot", "r1"), draft("e2", "xero", "r1"));
        outbox.record(
                outbox.claim(1, List.of("xero")).getFirst(), new Outcome.Refused("http-400", "Stage unknown", true));
        OutboxFilter refused =
                new OutboxFilter(OutboxState.REFUSED, "vendor", "hubspot", null, null, null, "stage UNK");
        assertThat(deliveries.search(refused, null, 10).rows())
                .singleElement()
                .satisfies(row -> assertThat(row.draft().source()).isEqualTo("e1"));
        assertThat(deliveries.search(OutboxFilter.ALL, null, 10).rows()).hasSize(2);
    }

    @Test
    void whatIsOpenIsFoundWithoutReadingWhatEnded() {
        fresh.database().sql("""
                        insert into hub.outbox_message (source, channel, target, connection, purpose, priority, body,
                            state, due_at, finished_at)
                        select 'e' || n, 'vendor', 'hubspot', 'hubspot', 'status', 2, '{}', 'SENT', now(), now()
                        from generate_series(1, 5000) n
                        """).update();
        fresh.database().sql("analyze hub.outbox_message").update();
        outbox.enqueue(draft("open", "hubspot", "r1"));
        OutboxFilter waiting = OutboxFilter.of(OutboxState.WAITING, Set.of());

        assertThat(deliveries.search(waiting, null, 10).rows()).hasSize(1);
        assertThat(Stream.of(OutboxState.values()).filter(OutboxState::open))
                .allSatisfy(state -> assertThat(plan(OutboxFilter.of(state, Set.of())))
                        .contains("Index")
                        .doesNotContain("outbox_created"));
    }

    private static String plan(OutboxFilter filter) {
        String search = "explain select m.* from hub.outbox_message m where true" + filter.conditions()
                + " order by m.created_at desc, m.id desc limit 51";
        return String.join(
                "\n",
                filter.bind(fresh.database().sql(search)).query(String.class).list());
    }

    private static Outbox outbox(Duration lease) {
        OutboxSettings settings = new OutboxSettings(64, 4, lease, Duration.ofSeconds(1), RETRIES);
        return new Outbox(fresh.database(), settings, "portal.example");
    }

    private OutboxMessage claimWaiting() {
        return await().until(() -> outbox.claim(1, List.of()), claimed -> !claimed.isEmpty())
                .getFirst();
    }

    private List<OutboxMessage> claimAll() {
        return outbox.claim(100, List.of());
    }

    private static List<String> sources(List<OutboxMessage> messages) {
        return messages.stream().map(message -> message.draft().source()).toList();
    }

    private static OutboxDraft draft(String source, String connection, String request) {
        return draft(source, connection, request, null);
    }

    private static OutboxDraft draft(String source, String connection, String request, @Nullable Instant notBefore) {
        ObjectRef object = new ObjectRef("request", request);
        return new OutboxDraft(source, "vendor", connection, connection, object, null, "status", "{}", notBefore);
    }

    private static OutboxDraft mail(String source, String recipient) {
        ObjectRef object = new ObjectRef("request", "r1");
        return new OutboxDraft(source, "mail", recipient, "support", object, null, "comment", "{}", null);
    }

    private static OutboxDraft purpose(String source, String purpose) {
        return new OutboxDraft(source, "mail", "ann@client.example", "support", null, null, purpose, "{}", null);
    }
}
