package io.vestibule.hub.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One delivery as people see it. Its draft means what {@link OutboxDraft} says.
 *
 * @param reason symbol of how it ended or why it waits, e.g. {@code http-429}; null when there is nothing to say
 * @param words the other side's own words, or ours to people
 * @param attempts since the last replay
 * @param dueAt when it is tried next; of no meaning once it ended
 * @param finishedAt null while open
 * @param trace the traceparent it belongs to, null when it was made before there were any
 */
public record OutboxRow(
        long id,
        OutboxDraft draft,
        @Nullable String messageId,
        OutboxState state,
        @Nullable String reason,
        @Nullable String words,
        int attempts,
        int replays,
        Instant createdAt,
        Instant dueAt,
        Instant changedAt,
        @Nullable Instant finishedAt,
        @Nullable String trace) {}
