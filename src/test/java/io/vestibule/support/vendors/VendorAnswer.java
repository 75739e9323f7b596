package io.vestibule.support.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What a simulated vendor answers to one call. */
record VendorAnswer(int status, Map<String, String> headers, String body) {

    static VendorAnswer json(int status, JsonNode body) {
        return new VendorAnswer(status, Map.of("Content-Type", "application/json"), body.toString());
    }

    static VendorAnswer html(String body) {
        return new VendorAnswer(200, Map.of("Content-Type", "text/html; charset=utf-8"), body);
    }
}
