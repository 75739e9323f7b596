package io.vestibule.hub.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One delivery, claimed for sending. Its fields mean what they mean in {@link OutboxDraft}.
 *
 * @param trace the traceparent it belongs to, null when it was made before there were any
 * @param messageId the Message-ID every copy of this mail carries, without angle brackets; null for other channels
 * @param early tried before its time, to find out whether its connection answers again
 */
public record OutboxMessage(
        long id,
        OutboxDraft draft,
        @Nullable String messageId,
        Instant createdAt,
        int attempts,
        int replays,
        UUID claim,
        @Nullable String trace,
        boolean early) {}
