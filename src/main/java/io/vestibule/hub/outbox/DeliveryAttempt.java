package io.vestibule.hub.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to deliver a row, kept for ever beside it.
 *
 * @param outcome the state it led to, {@code INTERRUPTED} when nobody lived to tell; null while it runs
 */
public record DeliveryAttempt(
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String outcome,
        @Nullable String reason,
        @Nullable String words) {

    /** Whether nobody knows how it ended: the other side may have got it. */
    public boolean brokeOff() {
        return "INTERRUPTED".equals(outcome);
    }
}
