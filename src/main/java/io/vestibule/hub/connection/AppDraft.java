package io.vestibule.hub.connection;

import java.util.Map;

/**
 * An app as entered in a form.
 *
 * @param values the connector's {@code app} fields, secrets too; an empty secret keeps the one that is stored
 */
public record AppDraft(String name, String connector, Map<String, String> values, boolean enabled) {

    @Override
    public String toString() {
        return "AppDraft[" + name + ", connector=" + connector + "]";
    }
}
