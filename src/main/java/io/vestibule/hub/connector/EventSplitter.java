package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.mapping.Mappings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Splits a verified delivery into events, on the request thread and without any effect. An event whose expressions
 * fail is answered too, with a hash for an id and the path that failed: its neighbours don't suffer.
 */
@Component
public final class EventSplitter {

    private final Mappings mappings;

    public EventSplitter(Mappings mappings) {
        this.mappings = mappings;
    }

    /** What is in a delivery. */
    public sealed interface Split {
        /** @param events none is fine: a handshake, or nothing that concerns us */
        record Events(List<SplitEvent> events) implements Split {}

        /** The body is not in the form the connector names, or its list of events can't be found. */
        record Unreadable(String reason) implements Split {}
    }

    /** @param headers names in lower case */
    public Split split(Connector connector, byte[] body, Map<String, String> headers) {
        Connector.Webhook webhook = connector.receive().webhook();
        if (webhook == null) {
            return new Split.Unreadable("Connector " + connector.name() + " takes no webhooks.");
        }
        Optional<JsonNode> parsed =
                webhook.body() == Connector.BodyForm.FORM ? Optional.of(VendorJson.form(body)) : VendorJson.parse(body);
        if (parsed.isEmpty()) {
            return new Split.Unreadable("The body is not JSON. Send a JSON document.");
        }
        Expressions expressions =
                new Expressions(mappings).with("headers", headers).with("body", parsed.get());
        try {
            JsonNode found = expressions.step(path(connector, "events"), webhook.events(), parsed.get());
            return new Split.Events(new Splitting(connector, webhook, expressions).all(found));
        } catch (Expressions.Failure failure) {
            return new Split.Unreadable("No events can be found in the body (" + failure.words() + ").");
        }
    }

    private static String path(Connector connector, String key) {
        return connector.name() + "/connector.yaml /receive/webhook/" + key;
    }

    private record Splitting(Connector connector, Connector.Webhook webhook, Expressions expressions) {

        List<SplitEvent> all(JsonNode found) {
            List<SplitEvent> events = new ArrayList<>();
            if (found.isArray()) {
                found.forEach(event -> events.add(one(event)));
            } else if (!found.isMissingNode() && !found.isNull()) {
                events.add(one(found));
            }
            return List.copyOf(events);
        }

        private SplitEvent one(JsonNode event) {
            String account = "";
            try {
                account = expressions
                        .optionalText(path(connector, "account"), webhook.account(), event)
                        .orElse("");
                String type = expressions.text(path(connector, "type"), webhook.type(), event);
                String id = expressions.text(path(connector, "id"), webhook.id(), event);
                return new SplitEvent(account, id, type, orderingKey(event, account, type, id), event, null, null);
            } catch (Expressions.Failure failure) {
                String hash = hash(event);
                return new SplitEvent(account, hash, "unknown", hash, event, failure.path, failure.words());
            }
        }

        private String orderingKey(JsonNode event, String account, String type, String id) {
            String expression = connector
                    .inboundFor(type)
                    .map(rule -> Optional.ofNullable(rule.order()))
                    .orElse(Optional.empty())
                    .or(() -> Optional.ofNullable(webhook.order()))
                    .orElse(null);
            String order = expressions
                    .optionalText(path(connector, "order"), expression, event)
                    .orElse(id);
            return account + "/" + order;
        }

        private static String hash(JsonNode event) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(VendorJson.bytes(event));
                return "sha256-" + HexFormat.of().formatHex(digest, 0, 16);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
            }
        }
    }
}
