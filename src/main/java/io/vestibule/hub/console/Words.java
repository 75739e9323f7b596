package io.vestibule.hub.console;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small translations between forms and types that several console pages share. */
final class Words {

    private Words() {}

    /** What a person typed, without surrounding blanks; nothing typed is null. */
    static @Nullable String orNull(@Nullable String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    /** {@code IN_PROGRESS} as {@code in-progress}. */
    static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant of this wire name; none is null: a filter typed into the address that means nothing filters nothing. */
    static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable String key) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> key(constant).equals(key))
                .findFirst()
                .orElse(null);
    }

    /** Message keys of an enum's constants by their wire name, for a selection that may also be left open. */
    static Map<String, String> choices(String prefix, Enum<?>... constants) {
        Map<String, String> choices = new LinkedHashMap<>();
        choices.put("", "messages.any-state");
        for (Enum<?> constant : constants) {
            choices.put(key(constant), prefix + "." + key(constant));
        }
        return choices;
    }
}
