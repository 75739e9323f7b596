package io.vestibule.hub.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A vendor that does not answer is left alone by all nodes, tried with one row at a time, and goes on in order. */
class FailingConnectionsTests {

    private static final FreshDatabase fresh = new FreshDatabase(TestPostgres.newDatabase());
    private static final OutboxSettings SETTINGS = new OutboxSettings(
            64,
            4,
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(1)));
    private static final Outcome TIMEOUT = new Outcome.Retry("connection-timeout", "did not answer", null);

    private final Node one = new Node();
    private final Node other = new Node();

    /** What one process knows: nothing but the database. */
    private static final class Node {
        private final Outbox outbox = new Outbox(fresh.database(), SETTINGS, "portal.example");
        private final FailingConnections failing = new FailingConnections(fresh.database(), outbox);

        List<OutboxMessage> claim() {
            return outbox.claim(64, List.of());
        }

        void end(OutboxMessage message, Outcome outcome) {
            assertThat(outbox.record(message, outcome)).isPresent();
            failing.ended(message, outcome);
        }
    }

    @AfterAll
    static void close() {
        fresh.close();
    }

    @BeforeEach
    void startEmpty() {
        fresh.database()
                .sql("truncate hub.outbox_message, hub.failing_connection cascade")
                .update();
    }

    @Test
    void afterFiveRowsWithoutAnAnswerNoNodeTriesAnyMore() {
        waiting("crm", 20);

        failEnough();

        assertThat(one.claim()).isEmpty();
        assertThat(other.claim()).isEmpty();
        assertThat(attempts()).isEqualTo(FailingConnections.ENOUGH);
        assertThat(other.failing.leftAlone()).singleElement().satisfies(silent -> {
            assertThat(silent.connection()).isEqualTo("crm");
            assertThat(silent.waiting()).isEqualTo(20);
            assertThat(silent.nextTry()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(12));
        });
    }

    @Test
    void anotherConnectionIsNotDelayed() {
        waiting("crm", 20);
        failEnough();
        waiting("ledger", 1);

        assertThat(one.claim())
                .extracting(message -> message.draft().connection())
                .containsExactly("ledger");
    }

    @Test
    void oneRowAtATimeIsTriedOverAllNodesAfterPausesThatGrow() {
        waiting("crm", 20);
        failEnough();
        pauseIsOver();

        List<OutboxMessage> probe = one.claim();
        assertThat(probe).hasSize(1);
        assertThat(other.claim()).isEmpty();
        one.end(probe.getFirst(), TIMEOUT);

        assertThat(one.claim()).isEmpty();
        assertThat(nextTry()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(24));
        pauseIsOver();
        one.end(other.claim().getFirst(), TIMEOUT);
        assertThat(nextTry()).isBetween(Duration.ofSeconds(35), Duration.ofSeconds(48));
    }

    @Test
    void aLateAnswerToAnOlderCallDoesNotPutOffTheProbe() {
        waiting("crm", 20);
        List<OutboxMessage> older = new ArrayList<>(one.claim());
        OutboxMessage late = older.removeLast();
        older.forEach(message -> one.end(message, TIMEOUT));
        one.claim().forEach(message -> one.end(message, TIMEOUT));

        one.end(late, TIMEOUT);

        assertThat(nextTry()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(12));
    }

    @Test
    void thePauseIsNeverShorterThanTheVendorAskedFor() {
        waiting("crm", 20);
        failEnough();
        pauseIsOver();

        one.end(one.claim().getFirst(), new Outcome.Retry("vendor-busy", null, Duration.ofMinutes(20)));

        assertThat(nextTry()).isBetween(Duration.ofSeconds(1_190), Duration.ofMinutes(24));
    }

    @Test
    void theFirstAnswerLetsTheQueueGoOnInOrder() {
        for (int n = 0; n < 6; n++) {
            one.outbox.enqueue(draft("crm", "first-" + n, "r" + n), draft("crm", "second-" + n, "r" + n));
        }
        failEnough();
        pauseIsOver();

        other.end(other.claim().getFirst(), new Outcome.Sent(null));

        assertThat(one.failing.leftAlone()).isEmpty();
        List<String> sent = new ArrayList<>();
        for (List<OutboxMessage> next = one.claim(); !next.isEmpty(); next = one.claim()) {
            next.forEach(message -> sent.add(message.draft().source()));
            next.forEach(message -> one.end(message, new Outcome.Sent(null)));
        }
        assertThat(sent).hasSize(11);
        for (int n = 0; n < 6; n++) {
            assertThat(sent.indexOf("first-" + n)).isLessThan(sent.indexOf("second-" + n));
        }
    }

    @Test
    void aProbeBeforeTheRowsOwnTimeCostsItNoAttempt() {
        waiting("crm", 5);
        failEnough();
        for (int probe = 0; probe < 10; probe++) {
            pauseIsOver();
            OutboxMessage message = one.claim().getFirst();
            assertThat(message.early()).isTrue();
            one.end(message, TIMEOUT);
        }

        assertThat(attempts()).isEqualTo(5);
        assertThat(count("state = 'RETRY' and due_at > clock_timestamp() + interval '9 minutes'"))
                .isEqualTo(5);
    }

    @Test
    void oneRowThatAlwaysFailsDoesNotShutItsConnection() {
        waiting("crm", 1);
        OutboxMessage message = one.claim().getFirst();
        for (int attempt = 0; attempt < 2 * FailingConnections.ENOUGH; attempt++) {
            one.failing.ended(message, TIMEOUT);
        }

        assertThat(one.failing.leftAlone()).isEmpty();
    }

    @Test
    void anAnswerInBetweenStartsTheCountAnew() {
        waiting("crm", 20);
        failing(4);
        one.end(one.claim().getFirst(), new Outcome.Refused("vendor-refused", "no such stage", true));
        failing(4);

        assertThat(one.failing.leftAlone()).isEmpty();
        assertThat(one.claim()).isNotEmpty();
    }

    /** As when the server of one recipient puts mail off for an hour (greylisting, a full mailbox). */
    @Test
    void whatIsPutOffIsNotUsedUpByTheSuccessesOfOthers() {
        Outcome putOff = new Outcome.Retry("smtp-later", "450 come back later", null);
        one.outbox.enqueue(mail("put-off"));
        for (int other = 0; other < 10; other++) {
            one.outbox.enqueue(mail("other-" + other));
            one.claim()
                    .forEach(message -> one.end(
                            message, message.draft().source().equals("put-off") ? putOff : new Outcome.Sent(null)));
        }

        assertThat(count("source = 'put-off' and state = 'RETRY' and attempts = 1"
                        + " and due_at > clock_timestamp() + interval '9 minutes'"))
                .isEqualTo(1);
        assertThat(tries("put-off"))
                .as("once by itself, once because another arrived")
                .isEqualTo(2);
    }

    @Test
    void whatWaitedForAVendorThatAnswersAgainLosesNoAttemptWhenItGoesAwayOnceMore() {
        waiting("crm", 20);
        for (int outage = 0; outage < 10; outage++) {
            failEnough();
            pauseIsOver();
            one.end(other.claim().getFirst(), new Outcome.Refused("vendor-refused", "no such stage", true));
        }

        assertThat(count("state = 'DEAD'")).isZero();
        assertThat(count("attempts > 1 and state = 'RETRY'")).isZero();
    }

    /** The process ended after its last delivery was recorded and before that was. */
    @Test
    void nothingIsToldOfAConnectionWithoutAQueue() {
        waiting("crm", 1);
        one.end(one.claim().getFirst(), TIMEOUT);
        fresh.database()
                .sql("update hub.failing_connection set failing_since = failing_since - interval '11 minutes'")
                .update();
        assertThat(one.failing.tooLong()).hasSize(1);

        fresh.database()
                .sql("update hub.outbox_message set state = 'SENT', finished_at = now()")
                .update();

        assertThat(other.failing.tooLong()).isEmpty();
    }

    @Test
    void aLimitOfCallsIsAnAnswer() {
        waiting("crm", 20);
        for (int row = 0; row < 10; row++) {
            one.end(one.claim().getFirst(), new Outcome.Retry("vendor-limit", "slow down", Duration.ofSeconds(1)));
            freeTheOthers();
        }

        assertThat(one.failing.leftAlone()).isEmpty();
    }

    @Test
    void aPersonNeedNotWaitForThePause() {
        waiting("crm", 20);
        failEnough();

        assertThat(other.failing.tryNow("crm")).isTrue();

        assertThat(one.claim()).hasSize(1);
        assertThat(one.failing.tryNow("ledger")).isFalse();
    }

    private void failEnough() {
        failing(FailingConnections.ENOUGH);
    }

    private void failing(int rows) {
        for (int row = 0; row < rows; row++) {
            one.end(one.claim().getFirst(), TIMEOUT);
            freeTheOthers();
        }
    }

    /** What was claimed beside the one that ended goes back. */
    private void freeTheOthers() {
        fresh.database().sql("""
                        update hub.outbox_message set state = 'WAITING', attempts = 0, claim = null, lease_until = null
                        where state = 'SENDING'
                        """).update();
    }

    private void pauseIsOver() {
        fresh.database()
                .sql("update hub.failing_connection set probe_at = clock_timestamp()")
                .update();
    }

    private Duration nextTry() {
        return one.failing.leftAlone("crm").orElseThrow().nextTry();
    }

    private static long attempts() {
        return fresh.database()
                .sql("select coalesce(sum(attempts), 0) from hub.outbox_message")
                .query(Long.class)
                .single();
    }

    private static long count(String condition) {
        return fresh.database()
                .sql("select count(*) from hub.outbox_message where " + condition)
                .query(Long.class)
                .single();
    }

    private void waiting(String connection, int rows) {
        for (int row = 0; row < rows; row++) {
            one.outbox.enqueue(draft(connection, connection + "-" + row, "r" + row));
        }
    }

    private static long tries(String source) {
        return fresh.database()
                .sql("select count(*) from hub.delivery_attempt a join hub.outbox_message m on m.id = a.message"
                        + " where m.source = ?")
                .param(source)
                .query(Long.class)
                .single();
    }

    private static OutboxDraft mail(String source) {
        return new OutboxDraft(source, "mail", "tom@client.example", "desk", null, null, "comment", "{}", null);
    }

    private static OutboxDraft draft(String connection, String source, String request) {
        ObjectRef object = new ObjectRef("request", request);
        return new OutboxDraft(source, "vendor", connection, connection, object, null, "status", "{}", null);
    }
}
