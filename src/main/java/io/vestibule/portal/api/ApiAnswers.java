package io.vestibule.portal.api;

import io.vestibule.platform.web.Problem;
import io.vestibule.portal.contract.ContractJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers of the API in the wire form of the contract. */
final class ApiAnswers {

    private ApiAnswers() {}

    /** A list; {@code nextCursor} null at its end. */
    record Items<T>(List<T> items, @Nullable String nextCursor) {}

    static ResponseEntity<?> json(Object body) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(ContractJson.write(body).getBytes(StandardCharsets.UTF_8));
    }

    static ResponseEntity<?> one(Optional<?> body) {
        return body.<ResponseEntity<?>>map(ApiAnswers::json)
                .orElseGet(() -> Problem.of(
                        HttpStatus.NOT_FOUND,
                        "There is nothing with this id.",
                        "Check the id, or list what there is."));
    }

    static ResponseEntity<?> bad(String description, String action) {
        return Problem.of(HttpStatus.BAD_REQUEST, description, action);
    }
}
