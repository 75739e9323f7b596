package io.vestibule.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of one evaluation: a value (JSON null or missing when the expression found nothing) or a failure. */
public sealed interface MappingResult permits MappingResult.Value, MappingFailure {

    /** The expression's result as JSON; numbers are exact, a missing result is a missing node. */
    record Value(JsonNode json) implements MappingResult {}
}
