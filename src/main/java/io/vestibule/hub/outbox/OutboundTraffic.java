package io.vestibule.hub.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries of one connection go.
 *
 * @param waiting open rows
 * @param oldestWaiting when the oldest open one was made, null when none waits
 * @param lastSuccess when one was last sent or found not to be needed
 * @param attempts ended in the last hour
 * @param failures those of them that ended in a retry, a refusal, a stop or a death
 */
public record OutboundTraffic(
        String connection,
        long waiting,
        @Nullable Instant oldestWaiting,
        @Nullable Instant lastSuccess,
        long attempts,
        long failures) {

    public static OutboundTraffic none(String connection) {
        return new OutboundTraffic(connection, 0, null, null, 0, 0);
    }
}
