package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One event out of a delivery.
 *
 * @param account the vendor's account id, empty where the app is the account
 * @param externalId unique within app and account; a hash of the event where the connector's expression failed
 * @param type as rules name it; {@link EventSplitter#UNREAD_EVENT} where an expression failed
 * @param orderingKey events of one key are handled one after the other
 * @param failurePath null = fine; else the expression that failed: the event is stored DEAD and still acknowledged
 */
public record SplitEvent(
        String account,
        String externalId,
        String type,
        String orderingKey,
        JsonNode json,
        @Nullable String failurePath,
        @Nullable String failureMessage) {}
