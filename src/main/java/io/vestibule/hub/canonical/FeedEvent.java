package io.vestibule.hub.canonical;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the portal's feed.
 *
 * @param id unique for ever; the {@code webhook-id} it is sent with
 * @param cursor where it stands in the log, to go on after it; opaque
 * @param sequence counts up per object, from 1
 * @param origin the account the change came from (a connection's or mailbox's name), null for a change by a person in
 *     the portal; a change is never sent back to its origin
 * @param at business time of the change
 */
public record FeedEvent(
        String id,
        String cursor,
        ObjectRef object,
        long sequence,
        @Nullable String origin,
        Instant at,
        CanonicalEvent event) {}
