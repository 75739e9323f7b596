package io.vestibule.hub.mail.parse;

import java.nio.charset.StandardCharsets;

/** Text in UTF-7 (RFC 2152), which old programs still write and Java does not know. */
final class Utf7 {

    private Utf7() {}

    static boolean isLabel(String label) {
        String name = label.strip();
        return name.equalsIgnoreCase("utf-7")
                || name.equalsIgnoreCase("unicode-1-1-utf-7")
                || name.equalsIgnoreCase("utf7");
    }

    static String decode(byte[] bytes) {
        String ascii = new String(bytes, StandardCharsets.ISO_8859_1);
        StringBuilder text = new StringBuilder(ascii.length());
        int at = 0;
        while (at < ascii.length()) {
            char c = ascii.charAt(at);
            if (c == '+') {
                int end = shiftEnd(ascii, at + 1);
                text.append(end == at + 1 ? "+" : shifted(ascii, at + 1, end));
                at = end < ascii.length() && ascii.charAt(end) == '-' ? end + 1 : end;
            } else {
                text.append(c);
                at++;
            }
        }
        return text.toString();
    }

    private static int shiftEnd(String ascii, int from) {
        int at = from;
        while (at < ascii.length() && isBase64(ascii.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }

    private static String shifted(String ascii, int from, int to) {
        byte[] letters = ascii.substring(from, to).getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = TransferEncodings.base64(letters, 0, letters.length);
        return new String(bytes, 0, bytes.length - bytes.length % 2, StandardCharsets.UTF_16BE);
    }
}
