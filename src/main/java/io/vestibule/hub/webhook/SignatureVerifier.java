package io.vestibule.hub.webhook;

import io.vestibule.hub.connector.Durations;
import io.vestibule.hub.connector.Verify;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The one verifier for all vendors: does what a connector's {@code verify} block says, over the raw bytes, comparing in
 * constant time. The webhook receiver calls it before anything else is done with a delivery. Knows no vendor.
 */
public final class SignatureVerifier {

    private static final Pattern HOLE = Pattern.compile("\\{([a-zA-Z][a-zA-Z0-9]*)}");

    private SignatureVerifier() {}

    /**
     * @param values app fields by name, secrets included
     * @param now by the machine, as the sender signed by its own; business time may have been moved
     */
    public static Verification verify(Verify verify, Map<String, String> values, RawRequest request, Instant now) {
        if (verify.basic() != null) {
            return basic(verify.basic(), values, request);
        }
        if (verify.token() != null) {
            return token(verify.token(), values, request);
        }
        return signature(verify, values, request, now);
    }

    private static Verification basic(Verify.Basic basic, Map<String, String> values, RawRequest request) {
        String header = Objects.requireNonNullElse(request.header("authorization"), "");
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return new Verification.Refused("no-credentials");
        }
        byte[] given =
                decoded(header.substring(6).strip(), Verify.Encoding.BASE64).orElse(new byte[0]);
        Optional<String> user = filled(basic.user(), values);
        Optional<String> password = filled(basic.password(), values);
        if (user.isEmpty() || password.isEmpty()) {
            return new Verification.Refused("no-key-configured");
        }
        byte[] wanted = (user.get() + ":" + password.get()).getBytes(StandardCharsets.UTF_8);
        return result(MessageDigest.isEqual(wanted, given), "wrong-credentials");
    }

    private static Verification token(Verify.Token token, Map<String, String> values, RawRequest request) {
        Optional<String> wanted = filled(token.equalTo(), values);
        if (wanted.isEmpty()) {
            return new Verification.Refused("no-key-configured");
        }
        Optional<String> given = BodyField.find(request.body(), token.at());
        return given.map(text -> result(
                        MessageDigest.isEqual(
                                wanted.get().getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8)),
                        "wrong-token"))
                .orElseGet(() -> new Verification.Refused("no-token"));
    }

    private static Verification result(boolean genuine, String otherwise) {
        return genuine ? new Verification.Genuine() : new Verification.Refused(otherwise);
    }

    private static Verification signature(Verify verify, Map<String, String> values, RawRequest request, Instant now) {
        Optional<String> secret = filled(verify.key(), values);
        if (secret.isEmpty()) {
            return new Verification.Refused("no-key-configured");
        }
        Optional<byte[]> key = key(verify, secret.get()).filter(bytes -> bytes.length > 0);
        if (key.isEmpty()) {
            return new Verification.Refused("key-unreadable");
        }
        Verify.Marker marker = verify.marker();
        if (marker != null && !marker.value().equals(request.header(marker.header()))) {
            return new Verification.Refused("other-scheme");
        }
        List<byte[]> given = given(verify, request);
        if (given.isEmpty()) {
            return new Verification.Refused("no-signature");
        }
        String timestamp = timestamp(verify, request);
        Optional<String> untimely = untimely(verify.clock(), timestamp, now);
        if (untimely.isPresent()) {
            return new Verification.Refused(untimely.get());
        }
        byte[] signed = new SignedText(verify, request, secret.get(), timestamp).bytes();
        byte[] wanted = digest(verify, key.get(), signed);
        boolean genuine = false;
        for (byte[] each : given) {
            genuine |= MessageDigest.isEqual(wanted, each);
        }
        return result(genuine, "wrong-signature");
    }

    private static Optional<String> filled(@Nullable String template, Map<String, String> values) {
        String text = HOLE.matcher(String.valueOf(template))
                .replaceAll(hole -> java.util.regex.Matcher.quoteReplacement(values.getOrDefault(hole.group(1), "")));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Optional<byte[]> key(Verify verify, String secret) {
        String prefix = verify.keyPrefix();
        String rest = prefix != null && secret.startsWith(prefix) ? secret.substring(prefix.length()) : secret;
        return verify.keyEncoding() == Verify.KeyEncoding.BASE64
                ? decoded(rest, Verify.Encoding.BASE64)
                : Optional.of(rest.getBytes(StandardCharsets.UTF_8));
    }

    /** All signatures of the header that are of the scheme we know; others are skipped, as the standards ask. */
    private static List<byte[]> given(Verify verify, RawRequest request) {
        String header = request.header(verify.header());
        if (header == null) {
            return List.of();
        }
        List<String> written = new ArrayList<>();
        if (verify.pairs() != null) {
            written.addAll(pairs(header, verify.pairs().signature()));
        } else if (verify.list() != null) {
            written.addAll(Arrays.asList(header.split(Pattern.quote(verify.list()))));
        } else {
            written.add(header);
        }
        String prefix = Objects.requireNonNullElse(verify.prefix(), "");
        return written.stream()
                .map(String::strip)
                .filter(text -> text.startsWith(prefix))
                .map(text -> decoded(text.substring(prefix.length()), verify.encoding()))
                .flatMap(Optional::stream)
                .filter(bytes -> bytes.length > 0)
                .toList();
    }

    private static List<String> pairs(String header, String name) {
        List<String> found = new ArrayList<>();
        for (String pair : header.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                found.add(pair.substring(equals + 1).strip());
            }
        }
        return found;
    }

    private static Optional<byte[]> decoded(String text, Verify.Encoding encoding) {
        try {
            byte[] bytes = encoding == Verify.Encoding.HEX
                    ? HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT))
                    : Base64.getDecoder().decode(text);
            return Optional.of(bytes);
        } catch (IllegalArgumentException notInThatForm) {
            return Optional.empty();
        }
    }

    private static @Nullable String timestamp(Verify verify, RawRequest request) {
        Verify.Clock clock = verify.clock();
        if (clock == null) {
            return null;
        }
        String header = request.header(verify.header());
        if (clock.header() == null && verify.pairs() != null && header != null) {
            return pairs(header, Objects.requireNonNullElse(verify.pairs().timestamp(), "t")).stream()
                    .findFirst()
                    .orElse(null);
        }
        return request.header(clock.header());
    }

    private static Optional<String> untimely(Verify.@Nullable Clock clock, @Nullable String timestamp, Instant now) {
        if (clock == null) {
            return Optional.empty();
        }
        if (timestamp == null) {
            return Optional.of("no-timestamp");
        }
        try {
            Duration age = Duration.between(instant(timestamp.strip(), clock.unit()), unit(now, clock.unit()));
            if (clock.past() != null && age.compareTo(Durations.parse(clock.past())) > 0) {
                return Optional.of("too-old");
            }
            boolean ahead = clock.future() != null && age.negated().compareTo(Durations.parse(clock.future())) > 0;
            return ahead ? Optional.of("from-the-future") : Optional.empty();
        } catch (NumberFormatException | DateTimeException | ArithmeticException unreadable) {
            return Optional.of("timestamp-unreadable");
        }
    }

    /** Compared in the clock's own unit: a sender that counts seconds is not late by a fraction of one. */
    private static Instant unit(Instant now, Verify.Unit unit) {
        return switch (unit) {
            case SECONDS, ISO -> Instant.ofEpochSecond(now.getEpochSecond());
            case MILLISECONDS -> Instant.ofEpochMilli(now.toEpochMilli());
        };
    }

    private static Instant instant(String text, Verify.Unit unit) {
        return switch (unit) {
            case SECONDS -> Instant.ofEpochSecond(Long.parseLong(text));
            case MILLISECONDS -> Instant.ofEpochMilli(Long.parseLong(text));
            case ISO -> Instant.parse(text);
        };
    }

    private static byte[] digest(Verify verify, byte[] key, byte[] signed) {
        try {
            if (verify.hash() != null) {
                return MessageDigest.getInstance(verify.hash().replace("sha", "SHA-"))
                        .digest(signed);
            }
            String algorithm = String.valueOf(verify.hmac()).replace("sha", "HmacSHA");
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The connector check lets only known digests pass", impossible);
        }
    }
}
