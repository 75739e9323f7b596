package io.vestibule.platform.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * An error answer of an API as {@code application/problem+json}: what is wrong (detail) and what to do about it (action).
 * Never holds a stack trace or a secret.
 */
public record Problem(HttpStatusCode status, String description, String action) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As the answer of a controller. */
    public static ResponseEntity<ProblemDetail> of(HttpStatusCode status, String description, String action) {
        return new Problem(status, description, action).answer();
    }

    /** As the answer of a controller. */
    public ResponseEntity<ProblemDetail> answer() {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, description);
        detail.setTitle(title());
        detail.setProperty("action", action);
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail);
    }

    /** As the answer of a filter. */
    public void write(HttpServletResponse response) throws IOException {
        ObjectNode body = JSON.createObjectNode()
                .put("title", title())
                .put("status", status.value())
                .put("detail", description)
                .put("action", action);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    /** The usual words of the status, for the head of an answer or page. */
    public String title() {
        return status instanceof HttpStatus known ? known.getReasonPhrase() : "Error " + status.value();
    }
}
