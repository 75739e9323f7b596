package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** News of a connection that stood still for longer than a failed handling is tried again. */
class WaitingForAPersonTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final InboxAlone ALONE = new InboxAlone(DATABASE);
    private static final Handling STOPPED =
            new Handling.NotYet("connection-stopped", "Connect it", Duration.ofHours(1));
    private static final Handling BUSY = new Handling.Retry("vendor-busy", "503", Duration.ofSeconds(1));

    private static final Handling NOT_YET =
            new Handling.NotYet("rate-budget", "Used up for now", Duration.ofSeconds(1));

    private final Inbox inbox = ALONE.inbox();

    @BeforeEach
    void empty() {
        DATABASE.sql("truncate hub.inbox_message, hub.inbox_claim, hub.payload, hub.inbox_event cascade")
                .update();
    }

    @AfterAll
    static void close() {
        ALONE.close();
        FRESH.close();
    }

    @Test
    void hasAllItsTriesOnceTheConnectionWorksAgain() {
        long id = ALONE.ended("1", "k", STOPPED);
        daysPass();

        inbox.wake("ledger");
        inbox.record(ALONE.claim(1).getFirst(), BUSY);

        assertThat(stateOf(id)).isEqualTo(InboxState.RETRY);
    }

    @Test
    void hasAllItsTriesAlsoBehindAnotherOneOfItsKey() {
        ALONE.ended("1", "k", STOPPED);
        long behind = ALONE.receive("2", "k");
        daysPass();

        inbox.wake("ledger");
        inbox.record(ALONE.claim(1).getFirst(), new Handling.Applied("done", null, null, null));
        inbox.record(ALONE.claim(1).getFirst(), BUSY);

        assertThat(stateOf(behind)).isEqualTo(InboxState.RETRY);
    }

    @Test
    void hasAllItsTriesWhenNobodyCouldBeAskedForDays() {
        long id = ALONE.ended("1", "k", NOT_YET);
        daysPass();

        for (int attempt = 0; attempt < 3; attempt++) {
            DATABASE.sql("update hub.inbox_message set due_at = now()").update();
            inbox.record(ALONE.claim(1).getFirst(), BUSY);
        }

        assertThat(stateOf(id)).isEqualTo(InboxState.RETRY);
    }

    @Test
    void thatNobodyCouldBeAskedIsNoAttemptAndToldOnce() {
        long id = ALONE.ended("1", "k", NOT_YET);
        for (int look = 0; look < 3; look++) {
            DATABASE.sql("update hub.inbox_message set due_at = now()").update();
            inbox.record(ALONE.claim(1).getFirst(), NOT_YET);
        }

        assertThat(DATABASE.sql("select attempts from hub.inbox_message where id = :id")
                        .param("id", id)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(ALONE.rows().history(id)).extracting(InboxRow.Change::reason).containsExactly(null, "rate-budget");
    }

    /** A node that starts wakes all connections. */
    @Test
    void whatFailsForAnotherReasonIsGivenUpHoweverOftenItIsWoken() {
        long id = ALONE.ended("1", "k", BUSY);
        daysPass();

        inbox.wake("ledger");
        inbox.record(ALONE.claim(1).getFirst(), BUSY);

        assertThat(stateOf(id)).isEqualTo(InboxState.DEAD);
    }

    private static void daysPass() {
        DATABASE.sql("update hub.inbox_message set connection = 'ledger', open_since = now() - interval '5 days'")
                .update();
    }

    private static InboxState stateOf(long id) {
        return ALONE.rows().find(id).orElseThrow().state();
    }
}
