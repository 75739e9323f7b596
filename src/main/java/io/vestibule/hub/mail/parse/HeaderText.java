package io.vestibule.hub.mail.parse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes header values: folding, encoded words (RFC 2047, also wrongly split or in unknown charsets) and raw 8-bit
 * text. Never throws: what can't be decoded stays as it stands.
 */
public final class HeaderText {

    private static final Pattern ENCODED_WORD =
            Pattern.compile("=\\?([^?*\\s]{1,40})(?:\\*[^?\\s]{0,20})?\\?([bBqQ])\\?([^?]*)\\?=");
    private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]*|\\r");

    private HeaderText() {}

    /** Readable text of a raw header value (its bytes as Latin-1 characters). */
    static String decode(String raw) {
        String unfolded = FOLD.matcher(raw).replaceAll(" ");
        Matcher words = ENCODED_WORD.matcher(unfolded);
        StringBuilder text = new StringBuilder();
        Pending pending = new Pending();
        int end = 0;
        while (words.find()) {
            String between = unfolded.substring(end, words.start());
            // White space between two encoded words is no part of the text.
            if (end == 0 || !between.isBlank()) {
                pending.flushTo(text);
                text.append(plain(between));
            }
            pending.add(words, text);
            end = words.end();
        }
        pending.flushTo(text);
        text.append(plain(unfolded.substring(end)));
        return clean(text.toString()).strip();
    }

    /** Without NUL and other control characters; tabs and line ends stay. */
    static String clean(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean unpaired = Character.isSurrogate(c) && !paired(text, i);
            if (unpaired) {
                kept.append('\uFFFD');
            } else if ((c >= ' ' && c != 0x7F) || c == '\n' || c == '\t') {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    private static boolean paired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    /** Text of a piece without encoded words; one that was decoded before stays as it is. */
    static String plain(String latin1) {
        boolean ascii = latin1.chars().allMatch(c -> c < 128);
        boolean decoded = latin1.chars().anyMatch(c -> c > 255);
        return ascii || decoded ? latin1 : Charsets.decodeUnlabelled(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Bytes of neighbouring encoded words of one charset: senders split them inside a character. */
    private static final class Pending {
        private @Nullable String charset;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final StringBuilder asWritten = new StringBuilder();

        void add(Matcher word, StringBuilder text) {
            String wordCharset = word.group(1);
            String encoded = word.group(3);
            if (charset != null && !charset.equalsIgnoreCase(wordCharset)) {
                flushTo(text);
            }
            charset = wordCharset;
            asWritten.append(asWritten.isEmpty() ? "" : " ").append(word.group());
            bytes.writeBytes("b".equalsIgnoreCase(word.group(2)) ? base64(encoded) : quoted(encoded));
        }

        void flushTo(StringBuilder text) {
            if (charset != null) {
                String decoded = Charsets.decode(bytes.toByteArray(), charset);
                text.append(isGarbage(decoded) ? asWritten : decoded);
            }
            charset = null;
            bytes.reset();
            asWritten.setLength(0);
        }

        /** Text has no control characters: what has some was cut or mangled on its way. */
        private static boolean isGarbage(String decoded) {
            return decoded.chars().anyMatch(c -> c != 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r');
        }
    }

    static byte[] base64(String encoded) {
        String letters = encoded.replaceAll("[^A-Za-z0-9+/]", "");
        int whole = letters.length() % 4 == 1 ? letters.length() - 1 : letters.length();
        return Base64.getDecoder().decode(letters.substring(0, whole));
    }

    private static byte[] quoted(String encoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            int hex = c == '=' && i + 2 < encoded.length() ? hex(encoded, i + 1) : -1;
            if (hex >= 0) {
                out.write(hex);
                i += 2;
            } else {
                out.write(c == '_' ? ' ' : c);
            }
        }
        return out.toByteArray();
    }

    /** The byte that two hexadecimal digits name; -1 when they are none. */
    static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
