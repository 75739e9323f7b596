package io.vestibule.hub.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShortPausesTests {

    private final AtomicLong nanos = new AtomicLong(1);
    private final ShortPauses pauses = new ShortPauses(nanos::get);

    @Test
    void aConnectionIsLeftAloneUntilSomebodyCanBeAskedAgain() {
        pauses.ended(of("ledger"), new Outcome.NotYet("rate-budget", "used up", Duration.ofSeconds(30)));
        pauses.ended(of("ledger"), new Outcome.NotYet("rate-budget", "used up", Duration.ofSeconds(10)));
        pauses.ended(of("crm"), new Outcome.Retry("vendor-busy", "busy", Duration.ofSeconds(30)));

        assertThat(pauses.closed()).containsExactly("ledger");

        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(pauses.closed()).isEmpty();
    }

    private static OutboxMessage of(String connection) {
        OutboxDraft draft = new OutboxDraft("test", "vendor", connection, connection, null, null, "status", "{}", null);
        return new OutboxMessage(1, draft, null, Instant.EPOCH, 1, 0, UUID.randomUUID(), null, false);
    }
}
