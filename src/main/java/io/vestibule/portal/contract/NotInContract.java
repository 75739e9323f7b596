package io.vestibule.portal.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.vestibule.platform.json.Incomplete;
import java.util.stream.Collectors;

/** What somebody sent is not what the contract says; the message names the field and what is expected. */
public final class NotInContract extends Exception {

    public NotInContract(String message) {
        super(message);
    }

    /** Path and reason, without Java's names and without the sent value. */
    static String words(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream().map(NotInContract::step).collect(Collectors.joining())
                : "";
        String reason = e.getOriginalMessage().replaceAll("`?(io\\.vestibule|java)\\.[\\w.$]+`?", "its type");
        return "data" + path + ": " + reason;
    }

    static String words(Incomplete e) {
        return "data" + e.path().replaceAll("/(\\d+)(?=/|$)", "[$1]").replace('/', '.') + " is missing";
    }

    private static String step(JsonMappingException.Reference reference) {
        return reference.getFieldName() == null ? "[" + reference.getIndex() + "]" : "." + reference.getFieldName();
    }
}
