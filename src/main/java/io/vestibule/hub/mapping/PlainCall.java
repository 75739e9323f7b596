package io.vestibule.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An expression that hands a text to one of our own functions: {@code $isoInstant(UpdatedDateUTC)}, or one of two texts:
 * {@code $isoInstant(updatedAt ? updatedAt : $event.timestamp)}. Every piece of news asks so when its record was changed;
 * it needs neither the engine nor a thread of its own for that. Answers only where it is certain to answer as the engine
 * does, as {@link PlainExpression}; what the function refuses the engine refuses in its own words.
 */
final class PlainCall {

    private static final String PATH = "([^?:'\"()&]+)";
    private static final Pattern CALL =
            Pattern.compile("\\s*\\$([A-Za-z]+)\\(%s(?:\\?%s:%s)?\\)\\s*".formatted(PATH, PATH, PATH));

    /** What these take is short, whatever they are given: nobody has to watch them. */
    private static final Set<String> SHORT = Set.of("isoInstant", "isoDate", "money");

    private static final Map<String, MappingFunction> FUNCTIONS = MappingFunctions.all();

    private final String name;
    private final MappingFunction function;
    private final PlainExpression first;
    private final @Nullable PlainExpression then;

    /** @param then what is taken where there is a first one; where there is none, only the engine knows what that means */
    private PlainCall(String name, MappingFunction function, PlainExpression first, @Nullable PlainExpression then) {
        this.name = name;
        this.function = function;
        this.first = first;
        this.then = then;
    }

    /** Empty when the text is anything else. */
    static Optional<PlainCall> of(String source) {
        Matcher matcher = CALL.matcher(source);
        if (!matcher.matches() || !SHORT.contains(matcher.group(1))) {
            return Optional.empty();
        }
        MappingFunction function = FUNCTIONS.get(matcher.group(1));
        Optional<PlainExpression> first = PlainExpression.of(matcher.group(2));
        if (function == null || first.isEmpty()) {
            return Optional.empty();
        }
        if (matcher.group(3) == null) {
            return Optional.of(new PlainCall(matcher.group(1), function, first.get(), null));
        }
        boolean wellFormed = PlainExpression.of(matcher.group(4)).isPresent();
        return PlainExpression.of(matcher.group(3))
                .filter(then -> wellFormed)
                .map(then -> new PlainCall(matcher.group(1), function, first.get(), then));
    }

    /** Empty where only the engine knows. */
    Optional<JsonNode> evaluate(JsonNode input, Variables variables) {
        if (variables.has(name)) {
            return Optional.empty();
        }
        Optional<String> text = text(first, input, variables);
        return text.isPresent() && then != null
                ? text(then, input, variables).flatMap(this::called)
                : text.flatMap(this::called);
    }

    private static Optional<String> text(PlainExpression expression, JsonNode input, Variables variables) {
        return expression
                .evaluate(input, variables)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isEmpty());
    }

    private Optional<JsonNode> called(String text) {
        try {
            return function.call(List.of(text)) instanceof String answer
                    ? Optional.of(TextNode.valueOf(answer))
                    : Optional.empty();
        } catch (RuntimeException refused) {
            return Optional.empty();
        }
    }
}
