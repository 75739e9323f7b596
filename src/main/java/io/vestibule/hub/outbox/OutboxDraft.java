package io.vestibule.hub.outbox;

import io.vestibule.hub.canonical.ObjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something to be delivered, not yet a row. Unique by (source, channel, target): asking twice makes one row.
 *
 * @param source id of what caused it: {@code feed:<event id>}, {@code sla:<reminder id>}, {@code inbox:<id>}
 * @param channel which {@link DeliveryChannel} takes it: {@code mail} or {@code vendor}
 * @param target recipient's address (lower case) or connection name
 * @param connection the connection whose health, pausing and order it counts for; for mail the mailbox, or {@code system}
 * @param object what it is about, null when about none; rows of one connection and object go out in order
 * @param purpose for people, e.g. {@code acknowledgement}, {@code comment}, {@code reminder}, {@code status}
 * @param body JSON, in the channel's own form
 * @param notBefore earliest time by the database's clock, null = at once
 */
public record OutboxDraft(
        String source,
        String channel,
        String target,
        String connection,
        @Nullable ObjectRef object,
        @Nullable String clientId,
        String purpose,
        String body,
        @Nullable Instant notBefore) {}
