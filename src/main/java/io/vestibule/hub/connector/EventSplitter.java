package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.mapping.Mappings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Splits a verified delivery into events, on the request thread and without any effect. An event whose expressions
 * fail is answered too, with a hash for an id and the path that failed: its neighbours don't suffer. A delivery whose
 * events can't be found is one such event as a whole.
 */
@Component
public final class EventSplitter {

    /** Type of an event that can't be read, and of a delivery whose events can't be found. */
    public static final String UNREAD_EVENT = "unreadable-event";

    public static final String UNREAD_DELIVERY = "unreadable-delivery";

    /** In one delivery: its sender waits while each is read and stored. */
    public static final int MOST_EVENTS = 25_000;

    /** Bytes of UTF-8: together they have to fit an index. */
    private static final int LONGEST = 500;

    private final Mappings mappings;

    public EventSplitter(Mappings mappings) {
        this.mappings = mappings;
    }

    /** What is in a delivery. */
    public sealed interface Split {
        /** @param events none is fine: a handshake, or nothing that concerns us */
        record Events(List<SplitEvent> events) implements Split {}

        /** The body is not in the form the connector names. */
        record Unreadable(String reason) implements Split {}

        /** More than {@link #MOST_EVENTS}; none of them was read. */
        record TooMany(int events) implements Split {}
    }

    /**
     * What a sender delivers.
     *
     * @param headers names in lower case
     */
    public Split split(Connector connector, byte[] body, Map<String, String> headers) {
        return split(connector, body, headers, MOST_EVENTS, any -> true);
    }

    private Split split(
            Connector connector, byte[] body, Map<String, String> headers, int most, Predicate<JsonNode> wanted) {
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
            if (found.isArray() && found.size() > most) {
                return new Split.TooMany(found.size());
            }
            return new Split.Events(new Splitting(connector, webhook, expressions).all(found, wanted));
        } catch (Expressions.Failure failure) {
            SplitEvent whole = unread(UNREAD_DELIVERY, "", parsed.get(), failure);
            return new Split.Events(wanted.test(whole.json()) ? List.of(whole) : List.of());
        }
    }

    /**
     * Of an event that could not be read at its receipt: reads it again, as the connector is now. However many there are:
     * they are acknowledged, and nobody waits.
     */
    public List<SplitEvent> again(Connector connector, Stored stored) {
        boolean one = stored.type().equals(UNREAD_EVENT);
        Predicate<JsonNode> wanted = one ? stored.event()::equals : any -> true;
        return split(connector, stored.body(), stored.headers(), Integer.MAX_VALUE, wanted)
                        instanceof Split.Events events
                ? events.events().stream().limit(one ? 1 : Long.MAX_VALUE).toList()
                : List.of();
    }

    /** What was kept of an event that could not be read. @param type {@link #UNREAD_EVENT} or {@link #UNREAD_DELIVERY} */
    public record Stored(String type, JsonNode event, byte[] body, Map<String, String> headers) {}

    private static SplitEvent unread(String type, String account, JsonNode json, Expressions.Failure failure) {
        String hash = hash(VendorJson.bytes(json));
        return new SplitEvent(account, hash, type, hash, json, failure.path, failure.words());
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "sha256-" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }

    private static boolean tooLong(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length > LONGEST;
    }

    private static String path(Connector connector, String key) {
        return connector.name() + "/connector.yaml /receive/webhook/" + key;
    }

    private record Splitting(Connector connector, Connector.Webhook webhook, Expressions expressions) {

        List<SplitEvent> all(JsonNode found, Predicate<JsonNode> wanted) {
            Stream<JsonNode> one = Stream.of(found).filter(event -> !event.isMissingNode() && !event.isNull());
            Stream<JsonNode> events = found.isArray() ? found.valueStream() : one;
            return events.filter(wanted).map(this::one).toList();
        }

        private SplitEvent one(JsonNode event) {
            String account = "";
            try {
                account = within("account", webhook.account(), event).orElse("");
                String type = needed("type", webhook.type(), event);
                String id = needed("id", webhook.id(), event);
                return new SplitEvent(account, id, type, orderingKey(event, account, type, id), event, null, null);
            } catch (Expressions.Failure failure) {
                return unread(UNREAD_EVENT, account, event, failure);
            }
        }

        private String needed(String key, String expression, JsonNode event) {
            return within(key, expression, event)
                    .orElseThrow(() -> Expressions.nothing(path(connector, key), expression));
        }

        private Optional<String> within(String key, @Nullable String expression, JsonNode event) {
            Optional<String> text = expressions.optionalText(path(connector, key), expression, event);
            if (text.filter(EventSplitter::tooLong).isPresent()) {
                throw new Expressions.Failure(
                        path(connector, key), "It gives more than " + LONGEST + " bytes, which is no " + key);
            }
            return text;
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
            return account + "/" + (tooLong(order) ? hash(order.getBytes(StandardCharsets.UTF_8)) : order);
        }
    }
}
