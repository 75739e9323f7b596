package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.inbox.AccountPauses.Account;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.FreshDatabase;
import io.vestibule.support.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountPausesTests {

    private static final FreshDatabase FRESH = new FreshDatabase(TestPostgres.newDatabase());
    private static final Database DATABASE = FRESH.database();
    private static final InboxAlone ALONE = new InboxAlone(DATABASE);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final AccountPauses pauses = new AccountPauses(nanos::get);

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
    void ofAClosedAccountNothingIsTakenUntilItIsOpenAgain() {
        ALONE.receive("1", "k");
        ALONE.receive("2", "other");
        InboxMessage first = ALONE.claim(1).getFirst();
        ALONE.inbox().record(first, new Handling.NotYet("rate-budget", null, Duration.ofSeconds(1)));
        pauses.pause(first, Duration.ofSeconds(1));
        DATABASE.sql("update hub.inbox_message set due_at = now()").update();

        assertThat(claimed()).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(claimed()).hasSize(2);
    }

    private List<InboxMessage> claimed() {
        return ALONE.inbox().claim(new ClaimRoom(9, 9, 9, Long.MAX_VALUE, pauses.closed()));
    }

    @Test
    void aLongPauseIsLookedThroughEveryTenSeconds() {
        ALONE.receive("3", "third");
        InboxMessage message = ALONE.claim(1).getFirst();

        pauses.pause(message, Duration.ofHours(6));

        assertThat(pauses.closed()).containsExactly(new Account(message.app(), message.account()));
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(pauses.closed()).isEmpty();
    }
}
