package io.vestibule.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An expression that only names fields and texts and joins them: {@code resourceId & '@' & eventDateUtc}. Most ids,
 * types and accounts are of this kind, and each webhook asks for several before it is answered, so these need neither
 * the engine nor a thread of their own. Answers only where it is certain to answer as the engine does; everything else
 * is left to the engine.
 */
final class PlainExpression {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*|`[^`]+`";
    private static final Pattern TERM =
            Pattern.compile("\\s*(?:'([^'\\\\]*)'|\"([^\"\\\\]*)\"|(\\$[a-z]+\\.)?((?:%s)(?:\\.(?:%s))*))\\s*(&|$)"
                    .formatted(NAME, NAME));
    private static final Pattern STEP = Pattern.compile(NAME);
    private static final List<String> WORDS = List.of("true", "false", "null", "and", "or", "in", "function");

    private final List<Term> terms;

    private PlainExpression(List<Term> terms) {
        this.terms = terms;
    }

    /** A fixed text, or the way to a value from the input or from a variable. */
    private record Term(@Nullable String text, @Nullable String variable, List<String> steps) {}

    /** Empty when the text is more than names and texts. */
    static Optional<PlainExpression> of(String source) {
        List<Term> terms = new ArrayList<>();
        Matcher matcher = TERM.matcher(source);
        int at = 0;
        while (matcher.find(at) && matcher.start() == at) {
            terms.add(term(matcher));
            at = matcher.end();
            if (matcher.group(5).isEmpty()) {
                boolean reserved =
                        terms.stream().anyMatch(term -> term.steps().stream().anyMatch(WORDS::contains));
                return at == source.length() && !reserved
                        ? Optional.of(new PlainExpression(List.copyOf(terms)))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Term term(Matcher matcher) {
        String text = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        if (text != null) {
            return new Term(text, null, List.of());
        }
        String variable = matcher.group(3);
        List<String> steps = STEP.matcher(matcher.group(4))
                .results()
                .map(step -> step.group().replace("`", ""))
                .toList();
        return new Term(null, variable == null ? null : variable.substring(1, variable.length() - 1), steps);
    }

    /** Empty where only the engine knows: lists on the way, and anything but texts and whole numbers to be joined. */
    Optional<JsonNode> evaluate(JsonNode input, Variables variables) {
        if (terms.size() == 1 && terms.getFirst().text() == null) {
            return value(terms.getFirst(), input, variables);
        }
        StringBuilder joined = new StringBuilder();
        for (Term term : terms) {
            Optional<String> text = term.text() == null
                    ? value(term, input, variables).flatMap(PlainExpression::words)
                    : Optional.of(term.text());
            if (text.isEmpty()) {
                return Optional.empty();
            }
            joined.append(text.get());
        }
        return Optional.of(TextNode.valueOf(joined.toString()));
    }

    private static Optional<String> words(JsonNode value) {
        return value.isArray() ? Optional.empty() : Optional.of(value.asText());
    }

    private static Optional<JsonNode> value(Term term, JsonNode input, Variables variables) {
        if (term.variable() == null) {
            return walk(input, term.steps());
        }
        Object start = variables.get(term.variable());
        if (start instanceof Map<?, ?> map && term.steps().size() == 1) {
            return map.get(term.steps().getFirst()) instanceof String text
                    ? Optional.of(TextNode.valueOf(text))
                    : Optional.empty();
        }
        return start instanceof JsonNode node ? walk(node, term.steps()) : Optional.empty();
    }

    private static Optional<JsonNode> walk(JsonNode from, List<String> steps) {
        JsonNode node = from;
        for (String step : steps) {
            if (!node.isObject()) {
                return Optional.empty();
            }
            node = node.path(step);
        }
        boolean certain = node.isTextual() || node.isInt() || (node.isArray() && !node.isEmpty());
        return certain ? Optional.of(node) : Optional.empty();
    }
}
