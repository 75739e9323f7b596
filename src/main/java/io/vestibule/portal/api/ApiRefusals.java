package io.vestibule.portal.api;

import java.util.Objects;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A query that can't be read is told what is wrong with it. */
@RestControllerAdvice(basePackageClasses = ApiRefusals.class)
class ApiRefusals {

    @ExceptionHandler(UnreadableQuery.class)
    ResponseEntity<?> unreadable(UnreadableQuery e) {
        return ApiAnswers.bad(
                Objects.requireNonNullElse(e.getMessage(), "The query can't be read."),
                "Correct the query; see openapi.yaml.");
    }
}
