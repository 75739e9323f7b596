package io.vestibule.hub.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the rows of one channel. Called outside any transaction, after the attempt was committed as SENDING. An
 * exception counts as {@link Outcome.Retry}, a portal that can't be reached as {@link Outcome.NotYet}.
 */
public interface DeliveryChannel {

    String channel();

    Outcome deliver(OutboxMessage message);

    /** How one attempt ended. */
    sealed interface Outcome {
        /** @param words what the other side said, e.g. its id for it */
        record Sent(@Nullable String words) implements Outcome {}

        /** The other side has it already as wanted: nothing was written. */
        record NotNeeded(String reason) implements Outcome {}

        /** No longer wanted, e.g. the reminder's request was answered meanwhile. */
        record Cancelled(String reason) implements Outcome {}

        /** @param reason symbol, e.g. {@code connection-timeout}; {@code after}: the other side's wish, null = by schedule */
        record Retry(
                String reason,
                @Nullable String words,
                @Nullable Duration after) implements Outcome {}

        /** Nobody was asked, e.g. as our own budget of calls is used up: the connection is left alone for so long. */
        record NotYet(String reason, @Nullable String words, Duration pause) implements Outcome {}

        /** A final no. {@code words}: the other side's own; {@code answered}: it came from there, not from a check of ours */
        record Refused(String reason, @Nullable String words, boolean answered) implements Outcome {}

        /** The connection needs a person (credentials, rights): the row keeps waiting, the connection stops. */
        record Stopped(String reason, @Nullable String words) implements Outcome {}
    }
}
