package io.vestibule.hub.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field that an admin fills in, at an app or at a connection; the console draws its form from it.
 *
 * @param help where the README explains it, {@code README.md#anchor}
 * @param hint one line below the field
 * @param pattern the whole value must match
 * @param options value to title, for choices
 * @param ofClient options that only a connection of one client may choose
 * @param required false lets it stay empty; a field with a default may be left empty too
 */
public record Setting(
        String title,
        Type type,
        @Nullable String help,
        @Nullable String hint,
        @Nullable String example,
        @Nullable String pattern,
        @JsonProperty("default") @Nullable String defaultValue,
        Map<String, String> options,
        List<String> ofClient,
        Boolean required) {

    public Setting {
        ofClient = ofClient == null ? List.of() : List.copyOf(ofClient);
        type = type == null ? Type.STRING : type;
        options = Connector.copy(options);
        required = required == null || required;
    }

    public boolean secret() {
        return type == Type.SECRET;
    }

    /** The same field where it may stay empty. */
    public Setting optional() {
        return new Setting(title, type, help, hint, example, pattern, defaultValue, options, ofClient, false);
    }

    /** Why a connection of the whole firm can't have this value; empty = it can. */
    public Optional<String> problemForFirm(String value) {
        return ofClient.contains(value)
                ? Optional.of("%s: \"%s\" is for connections of one client. Choose the client, or another value."
                        .formatted(title, options.getOrDefault(value, value)))
                : Optional.empty();
    }

    /** Why this value can't be taken, in words for the form; empty = fine. */
    public Optional<String> problemWith(@Nullable String value) {
        String given = value == null || value.isBlank() ? Objects.requireNonNullElse(defaultValue, "") : value;
        if (given.isBlank()) {
            return required ? Optional.of(title + " is missing. Enter it.") : Optional.empty();
        }
        return problemWithGiven(given);
    }

    private Optional<String> problemWithGiven(String given) {
        if (pattern != null && !given.matches(pattern)) {
            String like = example == null ? "" : ", for example " + example;
            return Optional.of(title + " does not look right. Enter it in the expected form" + like + ".");
        }
        boolean fits = switch (type) {
            case INTEGER -> given.matches("-?\\d{1,9}");
            case BOOLEAN -> given.equals("true") || given.equals("false");
            case CHOICE -> options.containsKey(given);
            case STRING, SECRET -> true;
        };
        return fits ? Optional.empty() : Optional.of(title + " can't be \"" + given + "\". Choose a valid value.");
    }

    /** What sort of field a form shows. */
    public enum Type {
        @JsonProperty("string")
        STRING,
        @JsonProperty("secret")
        SECRET,
        @JsonProperty("integer")
        INTEGER,
        @JsonProperty("boolean")
        BOOLEAN,
        @JsonProperty("choice")
        CHOICE
    }
}
