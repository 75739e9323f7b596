package io.vestibule.hub.webhook;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What a sender gets back.
 *
 * @param contentType null for an empty body
 */
record HookAnswer(int status, @Nullable String contentType, byte[] body) {

    static final JsonMapper JSON = JsonMapper.builder().build();

    static HookAnswer empty(int status) {
        return new HookAnswer(status, null, new byte[0]);
    }

    static HookAnswer json(int status, ObjectNode body) {
        return new HookAnswer(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** @param action what the sender can do about it */
    static HookAnswer problem(HttpStatus status, String description, String action) {
        ObjectNode body = JSON.createObjectNode();
        body.put("title", status.getReasonPhrase());
        body.put("status", status.value());
        body.put("detail", description);
        body.put("action", action);
        return new HookAnswer(
                status.value(), "application/problem+json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    boolean taken() {
        return status < 300;
    }
}
