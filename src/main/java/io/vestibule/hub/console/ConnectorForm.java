package io.vestibule.hub.console;

import io.vestibule.hub.connector.Setting;
import io.vestibule.platform.web.FormErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Reads the fields that a connector declares out of a submitted form; their names there start with {@code field.}. */
final class ConnectorForm {

    static final String PREFIX = "field.";

    private ConnectorForm() {}

    /** Values of the declared fields; an unticked box, which browsers leave out, is {@code false}. */
    static Map<String, String> values(Map<String, Setting> declared, Map<String, String> form) {
        Map<String, String> values = new LinkedHashMap<>();
        declared.forEach((key, setting) -> {
            String absent = setting.type() == Setting.Type.BOOLEAN ? "false" : "";
            values.put(key, Objects.requireNonNullElse(form.get(PREFIX + key), absent));
        });
        return values;
    }

    /** The version that the person looked at; the present one where the form does not say. */
    static long version(Map<String, String> form, long present) {
        String seen = form.getOrDefault("version", "");
        return seen.matches("\\d{1,18}") ? Long.parseLong(seen) : present;
    }

    /** Errors by field name, as the rooms give them, for the page. */
    static FormErrors errors(Map<String, String> byField, Map<String, Setting> declared) {
        FormErrors errors = new FormErrors();
        byField.forEach((field, words) ->
                errors.add(declared.containsKey(field) ? PREFIX + field : field, "connections.error", words));
        return errors;
    }

    /** A secret is never shown again: one that was typed into a form that was not stored has to be typed once more. */
    static FormErrors withLostSecrets(FormErrors errors, Map<String, Setting> declared, Map<String, String> form) {
        declared.forEach((key, setting) -> {
            String field = PREFIX + key;
            if (setting.secret() && errors.of(field) == null && Words.orNull(form.get(field)) != null) {
                errors.add(field, "connections.secret-lost", setting.title());
            }
        });
        return errors;
    }

    /** Values without the secrets, to be shown again. */
    static Map<String, String> shown(Map<String, Setting> declared, Map<String, String> values) {
        Map<String, String> shown = new LinkedHashMap<>(values);
        declared.forEach((key, setting) -> {
            if (setting.secret()) {
                shown.remove(key);
            }
        });
        return shown;
    }
}
