package io.vestibule.hub.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.control.replay.BulkReplay.Order;
import io.vestibule.hub.control.replay.DryRun.Tally;
import io.vestibule.hub.control.replay.ReplayRun.State;
import io.vestibule.hub.inbox.InboxAlone;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.hub.outbox.OutboxAlone;
import io.vestibule.hub.outbox.OutboxFilter;
import io.vestibule.hub.outbox.OutboxRow;
import io.vestibule.hub.outbox.OutboxState;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.platform.database.RetentionSettings;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayWorkTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final InboxAlone INBOX = new InboxAlone(DATABASE);
    private static final OutboxAlone OUTBOX = new OutboxAlone(DATABASE);
    private static final RetentionSettings KEPT =
            new RetentionSettings(Duration.ofDays(30), Duration.ofDays(100), Duration.ofDays(30));
    private static final Selection EVERYTHING = new Selection.Received(InboxRows.Filter.all());
    private static final Handling.Dead DEAD = new Handling.Dead("mapping-failed", "/total");
    private static final Handling.Applied APPLIED = new Handling.Applied("INV-1", "invoice", "1", "acme");

    /** A portion of ten; the next one six seconds later. */
    private static final int TEN = 120;

    private final ReplayQueues queues = new ReplayQueues(
            INBOX.inbox(), INBOX.rows(), INBOX.census(), OUTBOX.outbox(), OUTBOX.deliveries(), OUTBOX.census());
    private final ReplayRuns runs = new ReplayRuns(DATABASE, KEPT);
    private final ReplayWork work = new ReplayWork(DATABASE, queues);

    @AfterAll
    static void close() {
        INBOX.close();
        FRESH.close();
    }

    @BeforeEach
    void empty() {
        DATABASE.sql(
                        "truncate hub.inbox_message, hub.inbox_claim, hub.payload, hub.inbox_event, hub.inbox_batch, hub.outbox_message,"
                                + " hub.replay_run cascade")
                .update();
    }

    @Test
    void aDryRunCountsWhatWouldBeTakenAndWhyNotTheRestAndChangesNothing() {
        INBOX.ended("dead", "k1", DEAD);
        INBOX.ended("ignored", "k2", new Handling.Ignored("not-marked", null));
        INBOX.ended("applied", "k3", APPLIED);
        long gone = INBOX.ended("gone", "k4", DEAD);
        INBOX.receive("open", "k5");
        DATABASE.sql("delete from hub.payload where id = (select payload_id from hub.inbox_message where id = ?)")
                .param(gone)
                .update();
        String before = fingerprint();

        DryRun look = DryRun.of(queues.newest(Direction.RECEIVED), queues.groups(EVERYTHING, Long.MAX_VALUE));

        assertThat(look.all()).isEqualTo(new Tally(5, 2));
        assertThat(look.hindered())
                .isEqualTo(Map.of(Hindrance.STILL_OPEN, 1L, Hindrance.ALREADY_DONE, 1L, Hindrance.ORIGINAL_GONE, 1L));
        assertThat(look.byState()).containsEntry("DEAD", new Tally(2, 1)).containsEntry("APPLIED", new Tally(1, 0));
        assertThat(look.byClient()).containsEntry("acme", new Tally(1, 0)).containsEntry("", new Tally(4, 2));
        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    void fiveHundredDeadMessagesAreAppliedOnceEach() {
        List<Long> dead = dead(500);
        long run = start(EVERYTHING, BulkReplay.FASTEST);

        List<InboxMessage> handled = new ArrayList<>();
        for (int tick = 0; tick < 5; tick++) {
            nextPortion();
            handled.addAll(handleAll());
        }
        work.run();

        assertThat(handled).extracting(InboxMessage::id).containsExactlyInAnyOrderElementsOf(dead);
        assertThat(handled).allMatch(message -> message.replays() == 1);
        ReplayRun end = runs.find(run).orElseThrow();
        assertThat(end.state()).isEqualTo(State.DONE);
        assertThat(List.of(end.total(), end.asked(), end.applied(), end.inWork(), end.left()))
                .containsExactly(500L, 500L, 500L, 0L, 0L);
    }

    @Test
    void aPortionIsNoLargerThanTheRateAllowsAndTheNextWaitsForItsTime() {
        dead(30);
        start(EVERYTHING, BulkReplay.SLOWEST);

        work.run();
        work.run();
        assertThat(open()).as("one a minute").isEqualTo(1);
        aMinutePasses();
        work.run();
        assertThat(open()).isEqualTo(2);

        start(EVERYTHING, TEN);
        DATABASE.sql("update hub.replay_run set state = 'CANCELLED' where per_minute = 1")
                .update();
        work.run();
        assertThat(open()).as("ten of 120 a minute").isEqualTo(12);
    }

    @Test
    void whatIsCancelledInTheMiddleLeavesTheRestAsItWas() {
        List<Long> dead = dead(30);
        long run = start(EVERYTHING, TEN);
        nextPortion();

        assertThat(runs.cancel(run, "Olga")).isTrue();
        nextPortion();

        assertThat(dead.subList(0, 10)).allMatch(id -> row(id).open());
        assertThat(dead.subList(10, 30)).allMatch(id -> row(id).state() == InboxState.DEAD && row(id).replays() == 0);
        ReplayRun end = runs.find(run).orElseThrow();
        assertThat(end.state()).isEqualTo(State.CANCELLED);
        assertThat(end.left()).isEqualTo(20);
        assertThat(runs.resume(run, "Olga")).isFalse();
        assertThat(runs.events(run)).extracting(ReplayRun.Event::what).containsExactly("started", "cancelled");
    }

    @Test
    void aPausedOneRestsUntilItMayGoOn() {
        dead(30);
        long run = start(EVERYTHING, TEN);
        runs.pause(run, "Olga");
        nextPortion();
        assertThat(open()).isZero();

        runs.resume(run, "Olga");
        nextPortion();
        assertThat(open()).isEqualTo(10);
    }

    @Test
    void aNodeThatStartsGoesOnWhereAnotherStopped() {
        List<Long> dead = dead(15);
        long run = start(EVERYTHING, TEN);
        nextPortion();

        ReplayWork afterTheRestart = new ReplayWork(DATABASE, queues);
        aMinutePasses();
        afterTheRestart.run();

        assertThat(dead).allMatch(id -> row(id).replays() == 1);
        assertThat(runs.find(run).orElseThrow().state()).isEqualTo(State.DONE);
    }

    @Test
    void aPortionThatIsCutShortLeavesNoneHalfDoneAndTheNextNodeTakesNoneTwice() {
        List<Long> dead = dead(10);
        long run = start(EVERYTHING, TEN);
        failsAt(dead.get(5));
        work.run();
        assertThat(dead.subList(0, 5)).allMatch(id -> row(id).replays() == 1);
        assertThat(dead.subList(5, 10)).allMatch(id -> row(id).replays() == 0 && row(id).state() == InboxState.DEAD);

        DATABASE.sql("drop trigger cut_short on hub.replay_item").update();
        aMinutePasses();
        new ReplayWork(DATABASE, queues).run();

        assertThat(dead).allMatch(id -> row(id).replays() == 1);
        assertThat(runs.find(run).orElseThrow().state()).isEqualTo(State.DONE);
    }

    /** As if the process ended between sending this message on its way and marking it. */
    private static void failsAt(long message) {
        DATABASE.sql("""
                        create or replace function public.cut_short() returns trigger language plpgsql as $$ begin
                            raise exception 'cut short';
                        end $$
                        """).update();
        DATABASE.sql("create trigger cut_short before update on hub.replay_item for each row when (new.message = "
                        + message + ") execute function public.cut_short()")
                .update();
    }

    @Test
    void twoNodesTakeEachMessageOnceInTheOrderOfReceipt() throws InterruptedException, ExecutionException {
        List<Long> dead = dead(100);
        long run = start(EVERYTHING, TEN);
        Callable<Void> node = () -> {
            ReplayWork own = new ReplayWork(DATABASE, queues);
            while (runs.find(run).orElseThrow().state() == State.RUNNING) {
                aMinutePasses();
                own.run();
            }
            return null;
        };
        try (var nodes = Executors.newFixedThreadPool(2)) {
            for (Future<Void> each : nodes.invokeAll(List.of(node, node))) {
                each.get();
            }
        }

        assertThat(dead).allMatch(id -> row(id).replays() == 1);
        assertThat(DATABASE.sql("select message_id from hub.inbox_event where reason = 'replayed' order by id")
                        .query(Long.class)
                        .list())
                .isEqualTo(dead);
    }

    @Test
    void whatComesOrChangesAfterTheStartIsLeftAlone() {
        List<Long> dead = dead(2);
        long upTo = queues.newest(Direction.RECEIVED);
        long later = INBOX.ended("later", "later", DEAD);
        long run = runs.start(
                Direction.RECEIVED,
                new Order("/console/messages", "mended", TEN, "Dana", upTo),
                queues.replayable(EVERYTHING, upTo, BulkReplay.MOST));
        INBOX.inbox().replay(dead.getFirst(), "Olga");
        handleAll();

        nextPortion();

        assertThat(row(later).state()).isEqualTo(InboxState.DEAD);
        assertThat(row(dead.getFirst()).replays()).isEqualTo(1);
        assertThat(runs.outcomes(run)).containsEntry("ALREADY_DONE", 1L);
        assertThat(runs.find(run).orElseThrow().skipped()).isEqualTo(1);
    }

    @Test
    void whatFailsAgainIsCounted() {
        dead(2);
        long run = start(EVERYTHING, TEN);
        nextPortion();
        List<InboxMessage> claimed = INBOX.claim(9);
        INBOX.inbox().record(claimed.get(0), APPLIED);
        INBOX.inbox().record(claimed.get(1), DEAD);
        work.run();

        ReplayRun end = runs.find(run).orElseThrow();
        assertThat(List.of(end.applied(), end.failed(), end.inWork())).containsExactly(1L, 1L, 0L);
        assertThat(runs.outcomes(run)).isEqualTo(Map.of("APPLIED", 1L, "DEAD", 1L));
    }

    @Test
    void ofDeliveriesOnlyWhatFailedIsSentAgain() {
        long refused = OUTBOX.ended("e1", new Outcome.Refused("http-400", "no", true));
        long sent = OUTBOX.ended("e2", new Outcome.Sent("yes"));
        long away = OUTBOX.ended("e3", new Outcome.Refused("http-400", "no", true));
        OUTBOX.outbox().putAway(away, "Olga", "Done by hand");
        Selection everything = new Selection.Sent(OutboxFilter.ALL);

        start(everything, TEN);
        nextPortion();

        assertThat(delivery(refused).state()).isEqualTo(OutboxState.WAITING);
        assertThat(delivery(sent).state()).isEqualTo(OutboxState.SENT);
        assertThat(delivery(sent).replays()).isZero();
        assertThat(delivery(away).state()).isEqualTo(OutboxState.PUT_AWAY);
    }

    private static List<Long> dead(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> INBOX.ended("m" + n, "key" + n % 7, DEAD))
                .toList();
    }

    private long start(Selection selection, int perMinute) {
        long upTo = queues.newest(selection.direction());
        return runs.start(
                selection.direction(),
                new Order("/console/messages", "mended", perMinute, "Dana", upTo),
                queues.replayable(selection, upTo, BulkReplay.MOST));
    }

    private void nextPortion() {
        aMinutePasses();
        work.run();
    }

    private static void aMinutePasses() {
        DATABASE.sql("update hub.replay_run set next_at = next_at - interval '1 minute'")
                .update();
    }

    private static List<InboxMessage> handleAll() {
        List<InboxMessage> handled = new ArrayList<>();
        List<InboxMessage> claimed = INBOX.claim(100);
        while (!claimed.isEmpty()) {
            claimed.forEach(message -> INBOX.inbox().record(message, APPLIED));
            handled.addAll(claimed);
            claimed = INBOX.claim(100);
        }
        return handled;
    }

    private static InboxRow row(long id) {
        return INBOX.rows().find(id).orElseThrow();
    }

    private static OutboxRow delivery(long id) {
        return OUTBOX.deliveries().find(id).orElseThrow();
    }

    private static long open() {
        return DATABASE.sql("select count(*) from hub.inbox_message where is_open")
                .query(Long.class)
                .single();
    }

    private static String fingerprint() {
        return DATABASE.sql("select md5(string_agg(m::text, '|' order by id)) from hub.inbox_message m")
                .query(String.class)
                .single();
    }
}
