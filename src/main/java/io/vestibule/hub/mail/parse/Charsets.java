package io.vestibule.hub.mail.parse;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns bytes into text whatever their label says: unknown and lying charsets fall back, nothing throws. */
final class Charsets {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** Labels that are narrower than what senders really mean by them, as browsers read them (WHATWG). */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("us-ascii", "windows-1252"),
            Map.entry("ascii", "windows-1252"),
            Map.entry("iso-8859-1", "windows-1252"),
            Map.entry("latin1", "windows-1252"),
            Map.entry("gb2312", "GB18030"),
            Map.entry("gbk", "GB18030"),
            Map.entry("ks_c_5601-1987", "x-windows-949"),
            Map.entry("ks_c_5601", "x-windows-949"),
            Map.entry("euc-kr", "x-windows-949"),
            Map.entry("shift_jis", "windows-31j"),
            Map.entry("iso-2022-jp", "x-windows-iso2022jp"),
            Map.entry("cp-850", "IBM850"),
            Map.entry("utf8", "UTF-8"),
            Map.entry("unicode-1-1-utf-8", "UTF-8"));

    private Charsets() {}

    /** Text of the bytes: in the labelled charset, or UTF-8 where they are valid UTF-8, or windows-1252. */
    static String decode(byte[] bytes, @Nullable String label) {
        Optional<Charset> labelled = byLabel(label);
        boolean guess = labelled.isEmpty() || labelled.get().equals(WINDOWS_1252);
        if (guess) {
            // Senders label UTF-8 as Latin-1 far more often than Latin-1 text happens to be valid UTF-8.
            String utf8 = strict(bytes, StandardCharsets.UTF_8);
            return utf8 != null ? utf8 : new String(bytes, WINDOWS_1252);
        }
        if (labelled.get().equals(StandardCharsets.UTF_8)) {
            String utf8 = strict(bytes, StandardCharsets.UTF_8);
            return utf8 != null ? utf8 : mostlyUtf8(bytes);
        }
        return new String(bytes, labelled.get());
    }

    /** Text of header bytes that came without any encoding. */
    static String decodeUnlabelled(byte[] bytes) {
        return decode(bytes, null);
    }

    private static Optional<Charset> byLabel(@Nullable String label) {
        if (label == null) {
            return Optional.empty();
        }
        String name = label.strip().replaceAll("[\"']", "").toLowerCase(Locale.ROOT);
        return find(MEANT.getOrDefault(name, name)).or(() -> find(name));
    }

    private static Optional<Charset> find(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private static @Nullable String strict(byte[] bytes, Charset charset) {
        try {
            CharBuffer text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return text.toString();
        } catch (CharacterCodingException notThat) {
            return null;
        }
    }

    /** Broken UTF-8: a few bad bytes are replaced; mostly bad bytes mean it was another charset. */
    private static String mostlyUtf8(byte[] bytes) {
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        long bad = lenient.chars().filter(c -> c == '\uFFFD').count();
        long foreign = lenient.chars().filter(c -> c > 127).count();
        return bad * 2 > foreign ? new String(bytes, WINDOWS_1252) : lenient;
    }
}
