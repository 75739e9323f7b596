package io.vestibule.platform.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a record read from JSON has every field that is not marked nullable, all the way down, so that nobody
 * behind has to ask. Lists that are absent become empty: a contract may grow by one.
 */
public final class Completeness {

    private static final ConcurrentHashMap<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    private Completeness() {}

    private record Shape(Constructor<?> constructor, List<Part> parts) {}

    /** A component of a record; what may be absent is asked of its class once, because each time takes longer than the rest. */
    private record Part(RecordComponent component, boolean nullable) {}

    /**
     * The record, with empty lists for absent ones.
     *
     * @throws Incomplete naming the first gap
     */
    @SuppressWarnings("unchecked") // the same type goes in and comes out
    public static <T> T of(T value) throws Incomplete {
        return (T) complete(value, "");
    }

    private static Object complete(Object value, String path) throws Incomplete {
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            for (Object item : list) {
                String here = path + "/" + items.size();
                items.add(complete(present(item, here), here));
            }
            return List.copyOf(items);
        }
        return value instanceof Record ? completeRecord(value, path) : value;
    }

    private static Object completeRecord(Object value, String path) throws Incomplete {
        Shape shape = SHAPES.computeIfAbsent(value.getClass(), Completeness::shape);
        @Nullable Object[] fields = new @Nullable Object[shape.parts().size()];
        try {
            for (int i = 0; i < fields.length; i++) {
                fields[i] = field(shape.parts().get(i), value, path);
            }
            return shape.constructor().newInstance(fields);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record can't be read", e);
        }
    }

    private static @Nullable Object field(Part part, Object owner, String path)
            throws Incomplete, ReflectiveOperationException {
        RecordComponent component = part.component();
        String here = path + "/" + component.getName();
        Object field = component.getAccessor().invoke(owner);
        if (field != null) {
            return complete(field, here);
        }
        if (part.nullable()) {
            return null;
        }
        return component.getType() == List.class ? List.of() : present(null, here);
    }

    private static Object present(@Nullable Object value, String path) throws Incomplete {
        if (value == null) {
            throw new Incomplete(path);
        }
        return value;
    }

    private static Part part(RecordComponent component) {
        return new Part(component, component.getAnnotatedType().isAnnotationPresent(Nullable.class));
    }

    private static Shape shape(Class<?> type) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            for (RecordComponent component : components) {
                component.getAccessor().setAccessible(true);
            }
            return new Shape(
                    constructor,
                    Arrays.stream(components).map(Completeness::part).toList());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no canonical constructor", e);
        }
    }
}
