package io.vestibule.support.vendors;

import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call that a simulated vendor received, as the vendor would see it. Tests count and read these. */
public record VendorCall(
        String method, String path, Map<String, String> query, Map<String, String> headers, String body) {

    static VendorCall of(Request request) {
        var url = request.getUrl();
        var mark = url.indexOf('?');
        var path = mark < 0 ? url : url.substring(0, mark);
        var headers = new LinkedHashMap<String, String>();
        for (HttpHeader header : request.getHeaders().all()) {
            headers.put(header.key().toLowerCase(Locale.ROOT), header.firstValue());
        }
        return new VendorCall(
                request.getMethod().getName(),
                path,
                pairs(mark < 0 ? "" : url.substring(mark + 1)),
                headers,
                request.getBodyAsString());
    }

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** The body read as a form, as OAuth token calls are. */
    Map<String, String> form() {
        return pairs(body);
    }

    @Nullable
    String bearer() {
        var authorization = header("authorization");
        return authorization != null && authorization.startsWith("Bearer ") ? authorization.substring(7) : null;
    }

    private static Map<String, String> pairs(String encoded) {
        var pairs = new LinkedHashMap<String, String>();
        Arrays.stream(encoded.split("&")).filter(pair -> !pair.isEmpty()).forEach(pair -> {
            var parts = pair.split("=", 2);
            pairs.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
        });
        return pairs;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
