package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call to a vendor, ready but for credentials: {@link VendorHttp} adds those and the connector's headers.
 *
 * @param path behind the connector's {@code baseUrl}, filled in and escaped
 * @param body JSON, null for none
 * @param headers beyond the connector's own
 */
public record VendorCall(
        String method, String path, @Nullable JsonNode body, Map<String, String> headers) {

    public static VendorCall get(String path) {
        return new VendorCall("GET", path, null, Map.of());
    }
}
