package io.vestibule.portal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** JSON as one text, whatever the order of its fields and whether absent ones are spelled as null. For hashing only. */
final class Canonical {

    private Canonical() {}

    static String text(JsonNode json) {
        if (json.isObject()) {
            Map<String, String> fields = new TreeMap<>();
            json.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .forEach(field -> fields.put(field.getKey(), text(field.getValue())));
            return fields.toString();
        }
        if (json.isArray()) {
            return StreamSupport.stream(json.spliterator(), false)
                    .map(Canonical::text)
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return json.toString();
    }
}
