package io.vestibule.hub.outbox;

import java.time.Instant;

/** What a person did to a delivery, e.g. asked for it again. */
public record OutboxEvent(Instant at, String what, String who) {}
