package io.vestibule.hub.webhook;

import io.vestibule.hub.connector.Verify;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bytes that a vendor signs, put together from the parts that its connector lists. */
record SignedText(
        Verify verify,
        RawRequest request,
        String secret,
        @Nullable String timestamp) {

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] separator = utf8(verify.separator());
        boolean first = true;
        for (Verify.Part part : verify.over()) {
            if (!first) {
                whole.writeBytes(separator);
            }
            whole.writeBytes(bytes(part));
            first = false;
        }
        return whole.toByteArray();
    }

    private byte[] bytes(Verify.Part part) {
        return switch (part) {
            case KEY -> utf8(secret);
            case METHOD -> utf8(request.method().toUpperCase(Locale.ROOT));
            case URL -> utf8(url());
            case BODY -> request.body();
            case TIMESTAMP -> utf8(Objects.requireNonNullElse(timestamp, ""));
            case ID -> utf8(Objects.requireNonNullElse(request.header(verify.id()), ""));
            case FORM_JSON -> utf8(formAsJson());
        };
    }

    /** The address with just those escapes undone that the vendor undoes before it signs. */
    private String url() {
        String url = request.url();
        for (char character : Objects.requireNonNullElse(verify.urlDecode(), "").toCharArray()) {
            String escape = "%%%02X".formatted((int) character);
            url = url.replace(escape, String.valueOf(character))
                    .replace(escape.toLowerCase(Locale.ROOT), String.valueOf(character));
        }
        return url;
    }

    /** The form's fields in their order, as Python's {@code json.dumps} prints texts. */
    private String formAsJson() {
        String form = new String(request.body(), StandardCharsets.UTF_8);
        return Stream.of(form.split("&"))
                .filter(pair -> pair.indexOf('=') > 0)
                .map(pair -> quoted(pair.substring(0, pair.indexOf('='))) + ": "
                        + quoted(pair.substring(pair.indexOf('=') + 1)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(String escaped) {
        StringBuilder text = new StringBuilder("\"");
        for (char character : decoded(escaped).toCharArray()) {
            switch (character) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default ->
                    text.append(plain(character) ? String.valueOf(character) : "\\u%04x".formatted((int) character));
            }
        }
        return text.append('"').toString();
    }

    private static boolean plain(char character) {
        return character >= 0x20 && character < 0x7f;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException brokenEscape) {
            return text;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
