package io.vestibule.hub.mapping;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code $name} variables at hand in several expressions: JSON nodes, texts, maps or {@link MappingFunction}. The
 * engine has its own form of a value, which costs as much as the value is large; it is made for the first expression that
 * names the variable and kept for the next. Without that, each event of a large delivery would pay for all of it.
 */
public final class Variables {

    /** The engine's function that evaluates a text: what that names can't be seen in the expression. */
    private static final String EVALUATE = "$eval";

    private final Map<String, Object> values = new ConcurrentHashMap<>();
    private final Map<String, Optional<Object>> ofEngine = new ConcurrentHashMap<>();

    public Variables with(String name, Object value) {
        values.put(name, value);
        ofEngine.remove(name);
        return this;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable
    Object get(String name) {
        return values.get(name);
    }

    /** Binds those that the expression may name; one too many does no harm. */
    void bind(String expression, Jsonata.Frame frame) {
        boolean all = expression.contains(EVALUATE);
        values.forEach((name, value) -> {
            if (all || expression.contains("$" + name)) {
                Optional<Object> form = ofEngine.computeIfAbsent(name, missing -> Optional.ofNullable(ofEngine(value)));
                frame.bind(name, form.orElse(null));
            }
        });
    }

    private static @Nullable Object ofEngine(Object value) {
        return switch (value) {
            case MappingFunction function -> Mapping.lend(function);
            case JsonNode node -> JsonValues.toJava(node);
            default -> value;
        };
    }
}
