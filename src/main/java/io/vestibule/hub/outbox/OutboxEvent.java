package io.vestibule.hub.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person did to a delivery.
 *
 * @param what {@code replayed} or {@code put-away}
 * @param why in the person's own words, null when nothing was said
 */
public record OutboxEvent(
        Instant at, String what, String who, @Nullable String why) {}
