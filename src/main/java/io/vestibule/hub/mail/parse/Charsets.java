package io.vestibule.hub.mail.parse;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns bytes into text whatever their label says: unknown and lying charsets fall back, nothing throws. */
final class Charsets {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** Charsets of WHATWG that Java lacks: what stands at 0xA0 to 0xFF. */
    private static final Map<String, String> MISSING = Map.of(
            "10",
            "\u00A0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00ADŪŊ°ąēģīĩķ·ļđšŧž―ūŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏÐŅŌÓÔÕÖŨØŲÚÛÜÝÞßāáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ",
            "14",
            "\u00A0Ḃḃ£ĊċḊ§Ẁ©ẂḋỲ\u00AD®ŸḞḟĠġṀṁ¶ṖẁṗẃṠỳẄẅṡÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏŴÑÒÓÔÕÖṪØÙÚÛÜÝŶßàáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ");

    private Charsets() {}

    /** Text of the bytes: in the labelled charset, or UTF-8 where they are valid UTF-8, or windows-1252. */
    static String decode(byte[] bytes, @Nullable String label) {
        String marked = byMark(bytes);
        if (marked != null) {
            return marked;
        }
        String name = label == null ? "" : label.strip().toLowerCase(Locale.ROOT);
        String missing = MISSING.get(name.replaceFirst("^(?:iso[-_]?8859[-_]?|latin|l)(?=1)", ""));
        if (missing != null) {
            return byTable(bytes, missing);
        }
        if (Utf7.isLabel(name)) {
            return Utf7.decode(bytes);
        }
        Charset charset = CharsetLabels.find(label).orElse(WINDOWS_1252);
        boolean plain = charset.equals(WINDOWS_1252);
        return plain && switchesByEscape(bytes) ? decode(bytes, "iso-2022-jp") : inCharset(bytes, charset);
    }

    /** Text of header bytes that came without any encoding. */
    static String decodeUnlabelled(byte[] bytes) {
        return decode(bytes, null);
    }

    private static String inCharset(byte[] bytes, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            String utf8 = strict(bytes);
            return utf8 != null ? utf8 : mostlyUtf8(bytes);
        }
        String labelled = new String(bytes, charset);
        boolean wide = !charset.canEncode() || charset.newEncoder().maxBytesPerChar() > 1.5f;
        // Senders label UTF-8 as something else far more often than a text in a charset of single bytes happens to be
        // valid UTF-8; in a wide charset it must be no text besides.
        boolean doubtful = wide ? labelled.indexOf('\uFFFD') >= 0 : isForeign(bytes);
        String utf8 = doubtful ? strict(bytes) : null;
        return utf8 != null ? utf8 : labelled;
    }

    /** A byte order mark says more than a label. */
    private static @Nullable String byMark(byte[] bytes) {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
        }
        if (bytes.length >= 4 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
        }
        if (bytes.length >= 4 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
        }
        return null;
    }

    /** Japanese mail in seven bits, which names no charset: it switches by these escapes. */
    private static boolean switchesByEscape(byte[] bytes) {
        boolean in = false;
        for (int i = 0; i + 2 < bytes.length; i++) {
            in |= bytes[i] == 0x1B && bytes[i + 1] == '$' && (bytes[i + 2] == 'B' || bytes[i + 2] == '@');
        }
        return in && !isForeign(bytes);
    }

    private static boolean isForeign(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return true;
            }
        }
        return false;
    }

    private static String byTable(byte[] bytes, String upper) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            int code = b & 0xFF;
            text.append(code < 0xA0 ? (char) code : upper.charAt(code - 0xA0));
        }
        return text.toString();
    }

    private static @Nullable String strict(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
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
