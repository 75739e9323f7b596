package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call to a vendor, ready but for credentials: {@link VendorHttp} adds those and the connector's headers.
 *
 * @param path behind the connector's {@code baseUrl}, filled in and escaped; or a whole address, see {@link #bare}
 * @param body JSON, null for none
 * @param headers beyond the connector's own
 */
public record VendorCall(
        String method, String path, @Nullable JsonNode body, Map<String, String> headers) {

    public static VendorCall get(String path) {
        return new VendorCall("GET", path, null, Map.of());
    }

    /** A read at a whole address, without the connector's headers: those may need what this call finds out. */
    static VendorCall bare(String address) {
        return get(address);
    }

    /** Rules' paths begin with a slash, as the schema of connectors says. */
    boolean isBare() {
        return !path.startsWith("/");
    }
}
