package io.vestibule.hub.webhook;

import io.vestibule.hub.connector.Verify;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is stored of a verified delivery: everything but the proofs, which are worth something to a thief. */
final class KeptHeaders {

    static final String MASK = "(verified)";

    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie", "proxy-authorization");
    private static final int LONGEST_VALUE = 4_000;

    private KeptHeaders() {}

    /** Names in lower case. */
    static Map<String, String> of(RawRequest request, Verify verify) {
        Set<String> masked = new HashSet<>(CREDENTIALS);
        masked.addAll(verify.headersUsed());
        Map<String, String> kept = new TreeMap<>();
        request.headers().forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            String cut = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
            kept.put(key, masked.contains(key) ? MASK : cut);
        });
        return kept;
    }

    /** A shared secret that the sender writes into the body itself is masked there. */
    static byte[] body(RawRequest request, Verify verify) {
        Verify.Token token = verify.token();
        return token == null ? request.body() : BodyField.masked(request.body(), token.at(), MASK);
    }
}
