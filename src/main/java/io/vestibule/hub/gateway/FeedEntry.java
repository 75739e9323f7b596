package io.vestibule.hub.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.observe.Trace;

/**
 * One event of the portal's feed as it is received, pushed or read from the log: only what the inbox needs to keep it
 * once and in order is looked at. Whether its content can be read shows when it is handled, so that an unreadable one
 * stops no other.
 *
 * @param orderingKey the object it is about
 * @param json the event, whole
 * @param trace of what made it; one that begins here where the portal tells none
 */
public record FeedEntry(String id, String type, String orderingKey, String json, Trace trace) {

    public static FeedEntry of(JsonNode event) {
        String json = event.toString();
        String id = event.path("id").asText("");
        JsonNode object = event.path("object");
        return new FeedEntry(
                id.isBlank() ? "sha256:" + Ids.sha256(json) : id,
                event.path("type").asText(""),
                object.path("type").asText() + ":" + object.path("id").asText(),
                json,
                Trace.of(event.path(Trace.HEADER).asText("")).orElseGet(Trace::begin));
    }
}
