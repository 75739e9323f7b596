package io.vestibule.hub.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vestibule.hub.canonical.CanonicalCommand;
import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.platform.json.Completeness;
import io.vestibule.platform.json.Incomplete;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Canonical records in the wire form of the contract and back: enums in kebab case, typed ids as plain strings, amounts
 * as decimal strings, absent for null. Unknown fields are passed over, since the contract may grow. The reading side of
 * mappings is stricter and lives with the connectors.
 */
public final class CanonicalJson {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new CanonicalWords())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .withConfigOverride(
                    List.class, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
            .build();

    private static final ClassValue<String> WORDS = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        }
    };

    private static final Map<String, Class<?>> EVENTS = byWireName(CanonicalEvent.class);

    private CanonicalJson() {}

    /** JSON that does not fit the contract. The message names the path and what is wrong there, never the content. */
    public static class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /** {@code OpenRequest} and {@code RequestStatusChanged} as the wire has them: open-request, request-status-changed. */
    public static String wireName(Class<?> type) {
        return WORDS.get(type);
    }

    public static String wireName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The fields of a record as they stand in {@code data}. */
    public static JsonNode tree(Object record) {
        return MAPPER.valueToTree(record);
    }

    /** A feed event in the form of the contract, as {@link #feedEvent} reads it. */
    public static String write(FeedEvent event) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("id", event.id());
        json.put("cursor", event.cursor());
        json.set("object", tree(event.object()));
        json.put("sequence", event.sequence());
        if (event.origin() != null) {
            json.put("origin", event.origin());
        }
        json.put("at", event.at().toString());
        json.put("type", wireName(event.event().getClass()));
        json.set("data", tree(event.event()));
        return json.toString();
    }

    /** What a feed event has around its data. */
    private record Outside(
            String id,
            String cursor,
            ObjectRef object,
            long sequence,
            @Nullable String origin,
            Instant at) {}

    /** @throws Unreadable when it is no feed event, lacks something, or is of a type this release does not know */
    public static FeedEvent feedEvent(String json) {
        return feedEvent(parse(json));
    }

    static FeedEvent feedEvent(JsonNode json) {
        String type = json.path("type").asText();
        Class<?> event = EVENTS.get(type);
        if (event == null) {
            throw new Unreadable("/type: \"" + type + "\" is not a feed event. Known: " + EVENTS.keySet() + ".");
        }
        ObjectNode outside = MAPPER.createObjectNode().setAll((ObjectNode) json);
        outside.remove(List.of("type", "data"));
        Outside outer = read(outside, Outside.class);
        return new FeedEvent(
                outer.id(),
                outer.cursor(),
                outer.object(),
                outer.sequence(),
                outer.origin(),
                outer.at(),
                (CanonicalEvent) read(json.path("data"), event, "/data"));
    }

    /** Whether this release knows events of that wire name; others are passed over, since the contract may grow. */
    public static boolean knowsEvent(String type) {
        return EVENTS.containsKey(type);
    }

    /** @throws Unreadable when the JSON does not fit the record or lacks a part of it */
    public static <T> T read(JsonNode json, Class<T> type) {
        return read(json, type, "");
    }

    private static <T> T read(JsonNode json, Class<T> type, String path) {
        try {
            T value = MAPPER.treeToValue(json, type);
            if (value == null) {
                throw new Unreadable((path.isEmpty() ? "/" : path) + " is missing");
            }
            return Completeness.of(value);
        } catch (Incomplete e) {
            throw new Unreadable(path + e.getMessage());
        } catch (JsonMappingException e) {
            throw new Unreadable(path + path(e) + ": " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new Unreadable(e.getOriginalMessage());
        }
    }

    /** @throws Unreadable when it is not JSON */
    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new Unreadable("Not JSON: " + e.getOriginalMessage());
        }
    }

    /** The fields of a command in their order on the wire. */
    private record WireCommand(
            String idempotencyKey,
            String type,
            @Nullable ExternalId origin,
            @Nullable Instant sourceUpdatedAt,
            @Nullable Long expectedVersion,
            CanonicalCommand data,
            String traceparent) {}

    /** One command as the body of the contract's call has it, with the trace it belongs to. */
    static String command(PortalGateway.Envelope envelope, String traceparent) {
        WireCommand command = new WireCommand(
                envelope.key(),
                wireName(envelope.command().getClass()),
                envelope.origin(),
                envelope.sourceUpdatedAt(),
                envelope.expectedVersion(),
                envelope.command(),
                traceparent);
        try {
            return MAPPER.writeValueAsString(command);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A command can't be written as JSON", e);
        }
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("/", "/", ""));
    }

    private static Map<String, Class<?>> byWireName(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .collect(Collectors.toUnmodifiableMap(CanonicalJson::wireName, Function.identity()));
    }
}
