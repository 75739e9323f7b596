package io.vestibule.hub.mail.parse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The value and the parameters of a header like Content-Type, read as senders write them: with comments, missing quotes,
 * continuations and charsets (RFC 2231), encoded words where none belong. The first of equal parameters counts.
 */
final class HeaderParameters {

    private static final int MAX_PARAMETERS = 200;

    /** Brackets of comments are looked for from each place anew: this is what bounds it. */
    private static final int MAX_LENGTH = 16_000;

    private final String value;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    /** One parameter's piece: {@code name*1*=...}. */
    private record Piece(boolean encoded, String text) {}

    private HeaderParameters(String raw) {
        String bounded = raw.substring(0, Math.min(raw.length(), MAX_LENGTH));
        List<String> tokens = tokens(bounded.replaceAll("\\r?\\n[ \\t]*", " "));
        value = tokens.isEmpty() ? "" : unquoted(tokens.getFirst());
        Map<String, TreeMap<Integer, Piece>> continued = new LinkedHashMap<>();
        for (String token : tokens.subList(Math.min(1, tokens.size()), Math.min(tokens.size(), MAX_PARAMETERS))) {
            int equals = token.indexOf('=');
            if (equals > 0) {
                add(
                        continued,
                        token.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        unquoted(token.substring(equals + 1)));
            }
        }
        continued.forEach((name, pieces) -> parameters.put(name, joined(pieces)));
    }

    static HeaderParameters of(@Nullable String raw) {
        return new HeaderParameters(raw == null ? "" : raw);
    }

    /** What stands before the first semicolon, without comments. */
    String value() {
        return value;
    }

    /** A parameter, decoded; null when it is missing. */
    @Nullable
    String get(String name) {
        return parameters.get(name);
    }

    private void add(Map<String, TreeMap<Integer, Piece>> continued, String stated, String text) {
        int star = stated.indexOf('*');
        if (star < 0) {
            // What needs no decoding keeps its spaces: they are part of a boundary.
            boolean encoded = text.contains("=?") || text.chars().anyMatch(c -> c > 126 || c < ' ');
            parameters.putIfAbsent(stated, encoded ? HeaderText.decode(text) : text);
            return;
        }
        boolean percent = stated.endsWith("*");
        String number = stated.substring(star + 1).replace("*", "");
        boolean numbered =
                number.length() < 4 && !number.isEmpty() && number.chars().allMatch(Character::isDigit);
        continued
                .computeIfAbsent(stated.substring(0, star), unused -> new TreeMap<>())
                .putIfAbsent(numbered ? Integer.parseInt(number) : 0, new Piece(percent, text));
    }

    /** The pieces in their order. The charset stands before the first; bytes may be parted between two. */
    private static String joined(TreeMap<Integer, Piece> pieces) {
        String charset = null;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean first = true;
        boolean anyEncoded = false;
        for (Piece piece : pieces.values()) {
            String text = piece.text();
            String[] stated = first && piece.encoded() ? text.split("'", 3) : new String[0];
            charset = stated.length == 3 ? stated[0] : charset;
            text = stated.length == 3 ? stated[2] : text;
            bytes.writeBytes(piece.encoded() ? percent(text) : latin1(text));
            anyEncoded |= piece.encoded();
            first = false;
        }
        String plain = bytes.toString(StandardCharsets.ISO_8859_1);
        return anyEncoded ? Charsets.decode(bytes.toByteArray(), charset) : HeaderText.decode(plain);
    }

    private static byte[] latin1(String text) {
        boolean wide = text.chars().anyMatch(c -> c > 255);
        return text.getBytes(wide ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static byte[] percent(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            int hex = text.charAt(i) == '%' && i + 2 < text.length() ? HeaderText.hex(text, i + 1) : -1;
            if (hex >= 0) {
                bytes.write(hex);
                i += 2;
            } else {
                bytes.writeBytes(latin1(text.substring(i, i + 1)));
            }
        }
        return bytes.toByteArray();
    }

    /** Parted at semicolons outside quotes, without comments. A quote that never closes ends with its parameter. */
    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        StringBuilder token = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ';') {
                tokens.add(token.toString().strip());
                token.setLength(0);
                at++;
            } else if (c == '"') {
                int end = quoteEnd(text, at);
                token.append(text, at, end);
                at = end;
            } else if (c == '(' && opensComment(token)) {
                at = commentEnd(text, at);
            } else {
                token.append(c);
                at++;
            }
        }
        tokens.add(token.toString().strip());
        tokens.subList(1, tokens.size()).removeIf(String::isEmpty);
        return tokens;
    }

    /** A bracket inside a name like "file(1).pdf" that lacks its quotes opens none. */
    private static boolean opensComment(StringBuilder token) {
        int equals = token.indexOf("=");
        String before = token.substring(equals + 1);
        return equals < 0
                || before.isBlank()
                || Character.isWhitespace(before.charAt(before.length() - 1))
                        && !before.strip().contains(" ");
    }

    private static int quoteEnd(String text, int open) {
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i + 1;
            }
        }
        int semicolon = text.indexOf(';', open);
        return semicolon < 0 ? text.length() : semicolon;
    }

    private static int commentEnd(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        int semicolon = text.indexOf(';', open);
        return semicolon < 0 ? text.length() : semicolon;
    }

    private static String unquoted(String text) {
        String value = text.strip();
        if (!value.startsWith("\"")) {
            return value;
        }
        StringBuilder kept = new StringBuilder();
        int end = value.length() > 1 && value.endsWith("\"") ? value.length() - 1 : value.length();
        for (int i = 1; i < end; i++) {
            char c = value.charAt(i);
            boolean escape = c == '\\' && i + 1 < end && "\"\\".indexOf(value.charAt(i + 1)) >= 0;
            i += escape ? 1 : 0;
            kept.append(value.charAt(i));
        }
        return kept.toString();
    }
}
