package io.vestibule.platform.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a submitted form, field by field, in the order of the page. The form is rendered again with it;
 * the fragments in {@code fragments/form.html} show each beside its field and all of them on top.
 */
public final class FormErrors {

    /** @param key message key */
    public record FormError(String field, String key, List<String> arguments) {}

    private final List<FormError> errors = new ArrayList<>();

    public FormErrors add(String field, String key, String... arguments) {
        errors.add(new FormError(field, key, List.of(arguments)));
        return this;
    }

    /** The first error of the field, null when it is fine. */
    public @Nullable FormError of(String field) {
        return errors.stream()
                .filter(error -> error.field().equals(field))
                .findFirst()
                .orElse(null);
    }

    public List<FormError> list() {
        return List.copyOf(errors);
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }
}
