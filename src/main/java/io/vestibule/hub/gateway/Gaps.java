package io.vestibule.hub.gateway;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a record from outside lacks: every part that is not marked nullable must be there, all the way down. Asked
 * once when it is read, so that nobody behind has to.
 */
final class Gaps {

    private static final Map<Class<?>, List<Part>> PARTS = new ConcurrentHashMap<>();

    private Gaps() {}

    private record Part(RecordComponent component, boolean nullable) {

        static Part of(RecordComponent component) {
            component.getAccessor().setAccessible(true);
            return new Part(component, component.getAnnotatedType().isAnnotationPresent(Nullable.class));
        }

        @Nullable
        Object in(Object owner) {
            try {
                return component.getAccessor().invoke(owner);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("A canonical record can't be read", e);
            }
        }
    }

    /** Path of the first gap, empty when there is none. */
    static Optional<String> first(Object value) {
        return first(value, "");
    }

    private static Optional<String> first(Object value, String path) {
        return switch (value) {
            case List<?> items ->
                firstOf(IntStream.range(0, items.size()).mapToObj(i -> within(items.get(i), path + "/" + i)));
            case Record record -> firstOf(parts(record.getClass()).map(part -> gap(record, part, path)));
            default -> Optional.empty();
        };
    }

    private static Optional<String> gap(Record owner, Part part, String path) {
        Object value = part.in(owner);
        String here = path + "/" + part.component().getName();
        return value == null && part.nullable() ? Optional.empty() : within(value, here);
    }

    private static Optional<String> within(@Nullable Object value, String path) {
        return value == null ? Optional.of(path) : first(value, path);
    }

    private static Optional<String> firstOf(Stream<Optional<String>> gaps) {
        return gaps.flatMap(Optional::stream).findFirst();
    }

    private static Stream<Part> parts(Class<?> type) {
        return PARTS
                .computeIfAbsent(
                        type,
                        record -> Stream.of(record.getRecordComponents())
                                .map(Part::of)
                                .toList())
                .stream();
    }
}
