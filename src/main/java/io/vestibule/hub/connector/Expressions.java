package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vestibule.hub.mapping.MappingFailure;
import io.vestibule.hub.mapping.MappingFunction;
import io.vestibule.hub.mapping.MappingResult;
import io.vestibule.hub.mapping.Mappings;
import io.vestibule.hub.mapping.Variables;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of a connector at work: evaluated by path, so that a failure names the line of the connector file.
 * Holds the variables that are at hand in all of them.
 */
final class Expressions {

    private final Mappings mappings;
    private final Variables variables = new Variables();

    Expressions(Mappings mappings) {
        this.mappings = mappings;
    }

    /** An expression that failed, on its way to become a value of the caller's sealed result. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final String path;
        final boolean tooLarge;

        Failure(String path, String message) {
            this(path, message, false);
        }

        Failure(String path, String message, boolean tooLarge) {
            super(message);
            this.path = path;
            this.tooLarge = tooLarge;
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    /** With {@code $settings}, {@code $connection} and {@code $status(type, vendorValue)} of an account. */
    static Expressions of(Mappings mappings, VendorAccount account) {
        return new Expressions(mappings)
                .with("settings", account.settings())
                .with("connection", account.name())
                .with("status", statusIn(account));
    }

    private static MappingFunction statusIn(VendorAccount account) {
        return arguments -> {
            Object type = arguments.isEmpty() ? null : arguments.get(0);
            Object value = arguments.size() < 2 ? null : arguments.get(1);
            if (type == null || value == null) {
                throw new IllegalArgumentException("the record has no status, or $status was called without a table");
            }
            String ours = account.statusPair(type.toString()).in().get(value.toString());
            if (ours == null) {
                throw new IllegalArgumentException("the vendor's status \"" + value + "\" maps to nothing: add it to"
                        + " the " + type + " status table of connection " + account.name());
            }
            return ours;
        };
    }

    Expressions with(String name, Object value) {
        variables.with(name, value);
        return this;
    }

    JsonNode json(String path, String expression, JsonNode input) {
        return value(mappings.of(path, expression).evaluate(input, variables));
    }

    private static JsonNode value(MappingResult result) {
        return switch (result) {
            case MappingResult.Value value -> value.json();
            case MappingFailure failure -> throw new Failure(failure.path(), failure.message(), failure.tooLarge());
        };
    }

    /** The expression's text; fails when it gives nothing. */
    String text(String path, String expression, JsonNode input) {
        return optionalText(path, expression, input).orElseThrow(() -> nothing(path, expression));
    }

    static Failure nothing(String path, String expression) {
        return new Failure(path, "The expression \"" + expression + "\" gives nothing here");
    }

    Optional<String> optionalText(String path, @Nullable String expression, JsonNode input) {
        if (expression == null) {
            return Optional.empty();
        }
        JsonNode value = json(path, expression, input);
        if (value.isContainerNode()) {
            throw new Failure(path, "The expression \"" + expression + "\" gives a list or object, not one value");
        }
        return value.isMissingNode() || value.isNull() || value.asText().isBlank()
                ? Optional.empty()
                : Optional.of(plain(value));
    }

    private static String plain(JsonNode value) {
        return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
    }

    boolean holds(String path, String expression, JsonNode input) {
        return truth(json(path, expression, input));
    }

    private static boolean truth(JsonNode value) {
        return value.isBoolean() ? value.booleanValue() : !value.isMissingNode() && !value.isNull();
    }

    /** The reason of the first condition that does not hold. */
    Optional<String> refusal(String path, List<Connector.Condition> conditions, JsonNode input) {
        for (int i = 0; i < conditions.size(); i++) {
            Connector.Condition condition = conditions.get(i);
            if (!holds(path + "/" + i + "/when", condition.when(), input)) {
                return Optional.of(condition.otherwise());
            }
        }
        return Optional.empty();
    }

    /** The part of the input that an optional step picks, the input itself where there is no such step. */
    JsonNode step(String path, @Nullable String expression, JsonNode input) {
        return expression == null ? input : value(mappings.of(path, expression).pick(input, variables));
    }

    static JsonNode nothing() {
        return MissingNode.getInstance();
    }
}
