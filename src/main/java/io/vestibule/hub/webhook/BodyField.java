package io.vestibule.hub.webhook;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** Finds one text within a JSON body, for vendors that send their proof there. */
final class BodyField {

    private static final ObjectMapper JSON = new ObjectMapper();

    private BodyField() {}

    /** @param path names with dots between */
    static Optional<String> find(byte[] body, String path) {
        if (!isUtf8(body)) {
            return Optional.empty();
        }
        try {
            JsonNode field = JSON.readTree(body).at(pointer(path));
            return field.isTextual() ? Optional.of(field.textValue()) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** The body with other words in the field's place, however it is written there; every other byte stays. */
    static byte[] masked(byte[] body, String path, String mask) {
        ByteArrayOutputStream masked = new ByteArrayOutputStream(body.length);
        int copied = 0;
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING
                        && pointer(path).equals(parser.getParsingContext().pathAsPointer())) {
                    masked.write(
                            body, copied, (int) parser.currentTokenLocation().getByteOffset() - copied);
                    masked.writeBytes(JSON.writeValueAsBytes(mask));
                    parser.finishToken();
                    copied = (int) parser.currentLocation().getByteOffset();
                }
            }
        } catch (IOException notJson) {
            return body;
        }
        masked.write(body, copied, body.length - copied);
        return masked.toByteArray();
    }

    private static JsonPointer pointer(String path) {
        return JsonPointer.compile("/" + path.replace('.', '/'));
    }

    /** JSON between systems is UTF-8 (RFC 8259); the other encodings, which Jackson would guess, show by a zero byte. */
    private static boolean isUtf8(byte[] body) {
        return body.length < 2 || (body[0] != 0 && body[1] != 0);
    }
}
