package io.vestibule.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries JSON into and out of the expression engine. Numbers with a fraction go in as exact decimals; a number that
 * comes out as a double has lost its exactness on the way and is refused, as is a result that is too large.
 */
final class JsonValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final int DEPTH_LIMIT = 200;

    private final int sizeLimit;
    private int size;

    private JsonValues(int sizeLimit) {
        this.sizeLimit = sizeLimit;
    }

    /** A result that may not leave: where in the result, and what is wrong with it. */
    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final String path;
        final boolean tooLarge;

        Unfit(String path, String message) {
            this(path, message, false);
        }

        private Unfit(String path, String message, boolean tooLarge) {
            super(message);
            this.path = path;
            this.tooLarge = tooLarge;
        }
    }

    /** How large a value is, counted as results are. */
    static int size(JsonNode value) {
        int size = 1 + (value.isTextual() ? value.textValue().length() : 0);
        for (JsonNode item : value) {
            size += size(item);
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            size += field.getKey().length();
        }
        return size;
    }

    static @Nullable Object toJava(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> toMap(node);
            case ARRAY -> toList(node);
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> toNumber(node);
            case BINARY, POJO -> node.asText();
            case NULL, MISSING -> null;
        };
    }

    private static Map<String, @Nullable Object> toMap(JsonNode node) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(field -> map.put(field.getKey(), toJava(field.getValue())));
        return map;
    }

    private static List<@Nullable Object> toList(JsonNode node) {
        List<@Nullable Object> list = new ArrayList<>(node.size());
        node.forEach(item -> list.add(toJava(item)));
        return list;
    }

    private static Number toNumber(JsonNode node) {
        if (node.isInt()) {
            return node.intValue();
        }
        if (node.isLong()) {
            return node.longValue();
        }
        return node.decimalValue();
    }

    static JsonNode toNode(@Nullable Object value, int sizeLimit) {
        return value == null ? MissingNode.getInstance() : new JsonValues(sizeLimit).node(value, "");
    }

    private JsonNode node(@Nullable Object value, String path) {
        grow(1, path);
        return switch (value) {
            case null -> NODES.nullNode();
            case Map<?, ?> map -> object(map, path);
            case List<?> list -> array(list, path);
            case CharSequence text -> text(text, path);
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case BigDecimal number -> NODES.numberNode(number);
            case BigInteger number -> NODES.numberNode(number);
            case Double number ->
                throw new Unfit(
                        path,
                        "the number " + number
                                + " was computed inexactly: use $money, $moneySum or $moneyMinus, or $string for text");
            default -> throw new Unfit(path, "a function is no JSON value: the mapping must return data");
        };
    }

    private JsonNode text(CharSequence text, String path) {
        grow(text.length(), path);
        return NODES.textNode(text.toString());
    }

    private ObjectNode object(Map<?, ?> map, String path) {
        refuseDepth(path);
        ObjectNode node = NODES.objectNode();
        map.forEach((key, item) -> {
            String name = String.valueOf(key);
            grow(name.length(), path);
            node.set(name, node(item, path + "/" + name));
        });
        return node;
    }

    private ArrayNode array(List<?> list, String path) {
        refuseDepth(path);
        ArrayNode node = NODES.arrayNode();
        for (int i = 0; i < list.size(); i++) {
            node.add(node(list.get(i), path + "/" + i));
        }
        return node;
    }

    private static void refuseDepth(String path) {
        if (path.chars().filter(c -> c == '/').count() > DEPTH_LIMIT) {
            throw new Unfit("", "the result is nested deeper than " + DEPTH_LIMIT + " levels");
        }
    }

    private void grow(int more, String path) {
        size += more;
        if (size > sizeLimit) {
            throw new Unfit(path, "the result is larger than " + sizeLimit + " characters", true);
        }
    }
}
