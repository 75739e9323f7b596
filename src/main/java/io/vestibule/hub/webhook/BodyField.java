package io.vestibule.hub.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/** Finds one text within a JSON body, for vendors that send their proof there. */
final class BodyField {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BodyField() {}

    /** @param path names with dots between */
    static Optional<String> find(byte[] body, String path) {
        try {
            JsonNode field = JSON.readTree(body).at("/" + path.replace('.', '/'));
            return field.isTextual() ? Optional.of(field.textValue()) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
