package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Canonical records as JSON and back, strictly: every field that is not marked nullable must be there, none may be
 * unknown, amounts are decimal strings or exact decimals. Mappings are checked with it, in samples and in use.
 */
final class MappedRecords {

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private static final ConcurrentHashMap<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    private MappedRecords() {}

    /** What there is to know of a record's class. Asked once: that takes longer than reading one. */
    private record Shape(Constructor<?> constructor, List<Part> parts) {

        static Shape of(Class<?> type) {
            return SHAPES.computeIfAbsent(type, Shape::look);
        }

        private static Shape look(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return new Shape(
                        constructor, Arrays.stream(components).map(Part::of).toList());
            } catch (NoSuchMethodException impossible) {
                throw new IllegalStateException("Not a canonical record: " + type, impossible);
            }
        }

        /** Ids are records of one text named value; they are written as that text. */
        boolean isId() {
            return parts.size() == 1
                    && parts.getFirst().name().equals("value")
                    && parts.getFirst().type() == String.class;
        }
    }

    private record Part(String name, Type type, boolean nullable, boolean list, Method accessor) {
        static Part of(RecordComponent component) {
            component.getAccessor().setAccessible(true);
            return new Part(
                    component.getName(),
                    component.getGenericType(),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    component.getType() == List.class,
                    component.getAccessor());
        }
    }

    /** JSON that is not the record: where, and what is expected there. */
    static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final String path;

        Mismatch(String path, String message) {
            super(message);
            this.path = path.isEmpty() ? "/" : path;
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    static <T> T read(JsonNode json, Class<T> type) {
        return type.cast(value(json, type, ""));
    }

    private static Object value(JsonNode json, Type type, String path) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return list(json, generic.getActualTypeArguments()[0], path);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalStateException("No canonical type: " + type);
        }
        if (plain.isRecord()) {
            Shape shape = Shape.of(plain);
            return shape.isId() ? id(json, shape, path) : object(json, shape, path);
        }
        return scalar(json, plain, path);
    }

    private static Object scalar(JsonNode json, Class<?> type, String path) {
        if (type == BigDecimal.class && json.isBigDecimal()) {
            return json.decimalValue();
        }
        if (type == boolean.class || type == Boolean.class) {
            return require(json.isBoolean(), path, "true or false is expected", json)
                    .booleanValue();
        }
        if (type == long.class || type == Long.class) {
            return require(json.isIntegralNumber(), path, "a whole number is expected", json)
                    .longValue();
        }
        String text = require(json.isTextual(), path, expectation(type), json).textValue();
        try {
            return parsed(text, type);
        } catch (DateTimeException | IllegalArgumentException wrong) {
            throw new Mismatch(path, expectation(type) + ", not \"" + excerpt(text) + "\"");
        }
    }

    private static Object parsed(String text, Class<?> type) {
        if (type == String.class) {
            return text;
        }
        if (type == Instant.class) {
            return Instant.parse(text);
        }
        if (type == LocalDate.class) {
            return LocalDate.parse(text);
        }
        return type.isEnum() ? constant(text, type) : new BigDecimal(text);
    }

    private static Object constant(String text, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (kebab((Enum<?>) constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(text);
    }

    private static String expectation(Class<?> type) {
        if (type.isEnum()) {
            List<String> names = new ArrayList<>();
            for (Object constant : type.getEnumConstants()) {
                names.add(kebab((Enum<?>) constant));
            }
            return "one of " + String.join(", ", names) + " is expected";
        }
        return switch (type.getSimpleName()) {
            case "Instant" -> "a time like 2026-09-01T01:15:39Z is expected (use $isoInstant)";
            case "LocalDate" -> "a day like 2026-09-01 is expected (use $isoDate)";
            case "BigDecimal" -> "an amount like \"1234.50\" is expected (use $money)";
            default -> "a text is expected";
        };
    }

    private static List<Object> list(JsonNode json, Type item, String path) {
        require(json.isArray(), path, "a list is expected", json);
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            items.add(value(json.get(i), item, path + "/" + i));
        }
        return List.copyOf(items);
    }

    private static Object id(JsonNode json, Shape shape, String path) {
        return create(
                shape,
                List.of(require(json.isTextual(), path, "an id is expected", json)
                        .textValue()),
                path);
    }

    private static Object object(JsonNode json, Shape shape, String path) {
        require(json.isObject(), path, "an object is expected", json);
        Set<String> unknown = new HashSet<>();
        json.fieldNames().forEachRemaining(unknown::add);
        List<@Nullable Object> values = new ArrayList<>();
        for (Part part : shape.parts()) {
            unknown.remove(part.name());
            values.add(component(json.path(part.name()), part, path + "/" + part.name()));
        }
        if (!unknown.isEmpty()) {
            throw new Mismatch(path + "/" + unknown.iterator().next(), "this field is unknown: remove it");
        }
        return create(shape, values, path);
    }

    private static @Nullable Object component(JsonNode json, Part part, String path) {
        if (!json.isMissingNode() && !json.isNull()) {
            return value(json, part.type(), path);
        }
        if (part.nullable()) {
            return null;
        }
        if (part.list()) {
            return List.of();
        }
        throw new Mismatch(path, "this field is missing: the record at the vendor or the mapping does not give it");
    }

    private static Object create(Shape shape, List<? extends @Nullable Object> values, String path) {
        try {
            return shape.constructor().newInstance(values.toArray());
        } catch (InvocationTargetException refused) {
            throw new Mismatch(path, String.valueOf(refused.getTargetException().getMessage()));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("Not a canonical record: " + shape.constructor(), impossible);
        }
    }

    private static JsonNode require(boolean fits, String path, String expected, JsonNode json) {
        if (!fits) {
            throw new Mismatch(path, expected + ", not " + excerpt(json.toString()));
        }
        return json;
    }

    /** A canonical record as the contract writes it; absent values are left out. */
    static JsonNode write(Object value) {
        if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(item -> array.add(write(item)));
            return array;
        }
        if (value instanceof Record && !Shape.of(value.getClass()).isId()) {
            return writeRecord(value);
        }
        return switch (value) {
            case Enum<?> constant -> NODES.textNode(kebab(constant));
            case Boolean flag -> NODES.booleanNode(flag);
            case Long number -> NODES.numberNode(number);
            case BigDecimal amount -> NODES.textNode(amount.toPlainString());
            default -> NODES.textNode(value.toString());
        };
    }

    private static ObjectNode writeRecord(Object value) {
        ObjectNode node = NODES.objectNode();
        for (Part part : Shape.of(value.getClass()).parts()) {
            Object component = read(value, part);
            if (component != null) {
                node.set(part.name(), write(component));
            }
        }
        return node;
    }

    private static @Nullable Object read(Object value, Part part) {
        try {
            return part.accessor().invoke(value);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("Not a canonical record: " + value.getClass(), impossible);
        }
    }

    /** {@code InvoiceChanged} and {@code IN_PROGRESS} as the wire has them: invoice-changed, in-progress. */
    static String kebab(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String excerpt(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
