package io.vestibule.hub.webhook;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A delivery exactly as it came in.
 *
 * @param url as the sender called it, with scheme, host and query
 * @param headers names in any case
 * @param body the raw bytes, before any parsing
 */
public record RawRequest(String method, String url, Map<String, String> headers, byte[] body) {

    public RawRequest {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    @Nullable
    String header(@Nullable String name) {
        return name == null ? null : headers.get(name);
    }

    @Override
    public String toString() {
        return "RawRequest[" + method + ", " + body.length + " bytes]";
    }
}
