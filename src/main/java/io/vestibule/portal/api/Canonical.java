package io.vestibule.portal.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** JSON as one text, whatever the order of its fields and whether absent ones are spelled as null. For hashing only. */
final class Canonical {

    private Canonical() {}

    static String text(JsonNode json) {
        StringBuilder text = new StringBuilder();
        write(json, text);
        return text.toString();
    }

    /** Hashes of earlier releases are stored: not a letter of this may change. */
    private static void write(JsonNode json, StringBuilder text) {
        if (json.isObject()) {
            writeFields(json, text);
        } else if (json.isArray()) {
            String before = "[";
            for (JsonNode item : json) {
                write(item, text.append(before));
                before = ",";
            }
            text.append(json.isEmpty() ? "[]" : "]");
        } else {
            text.append(json);
        }
    }

    private static void writeFields(JsonNode json, StringBuilder text) {
        Map<String, JsonNode> fields = new TreeMap<>();
        json.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        fields.values().removeIf(JsonNode::isNull);
        String before = "{";
        for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
            write(field.getValue(), text.append(before).append(field.getKey()).append('='));
            before = ", ";
        }
        text.append(fields.isEmpty() ? "{}" : "}");
    }
}
