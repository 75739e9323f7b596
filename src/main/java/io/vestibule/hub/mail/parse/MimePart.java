package io.vestibule.hub.mail.parse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A MIME part as a range of a mail's bytes. Nothing is copied before its content is asked for, and nothing throws: what
 * has no structure is one part.
 */
final class MimePart {

    private final byte[] raw;
    private final int end;
    private final HeaderBlock block;
    private final PartHeader header;

    private MimePart(byte[] raw, int end, HeaderBlock block, String usualType) {
        this.raw = raw;
        this.end = end;
        this.block = block;
        this.header = PartHeader.of(block, usualType);
    }

    static MimePart ofMail(byte[] raw) {
        return new MimePart(raw, raw.length, HeaderBlock.of(raw), "text/plain");
    }

    /** Whether these bytes begin with a header that states a type, as a mail does and a document does not. */
    static boolean isEntity(byte[] raw) {
        int start = HeaderBlock.of(raw).start();
        return HeaderBlock.ofPart(raw, start, raw.length).first("content-type") != null;
    }

    PartHeader header() {
        return header;
    }

    /** The parts of a multipart; empty when it has none that could be told apart. */
    List<MimePart> parts(int most) {
        byte[] boundary = boundary();
        return boundary == null ? List.of() : parts(boundary, most);
    }

    /**
     * The parts by the first line that looks as if it parted them, for a multipart of which no line does so as it states;
     * empty also where words of a person may stand above.
     */
    List<MimePart> partsInSight(int most) {
        for (int at = block.bodyOffset(); at < end; at = lineEnd(at)) {
            if (looksLikeBoundary(at) && begins("content-", lineEnd(at))) {
                return isForPrograms(block.bodyOffset(), at) ? parts(boundaryIn(at), most) : List.of();
            }
        }
        return List.of();
    }

    private List<MimePart> parts(byte[] boundary, int most) {
        List<MimePart> parts = new ArrayList<>();
        String usual = header.type().equals("multipart/digest") ? "message/rfc822" : "text/plain";
        int open = -1;
        int at = block.bodyOffset();
        while (at < end && parts.size() < most) {
            int next = lineEnd(at);
            Delimiter delimiter = delimiter(boundary, at, next);
            if (delimiter != Delimiter.NONE && open >= 0) {
                parts.add(part(open, Math.max(open, withoutLineEnd(at)), usual));
            }
            if (delimiter == Delimiter.CLOSE) {
                return parts;
            }
            open = delimiter == Delimiter.NEXT ? next : open;
            at = next;
        }
        if (open >= 0 && open < end && parts.size() < most) {
            parts.add(part(open, end, usual));
        }
        return parts;
    }

    /** The bytes without their transfer encoding. */
    byte[] content() {
        int from = Math.min(block.bodyOffset(), end);
        return switch (header.encoding()) {
            case "base64", "b" -> TransferEncodings.base64(raw, from, end);
            case "quoted-printable", "q" -> TransferEncodings.quotedPrintable(raw, from, end);
            case "x-uuencode", "uuencode", "x-uue", "uue" -> Uuencode.decode(raw, from, end);
            default -> Arrays.copyOfRange(raw, from, end);
        };
    }

    /** The bytes of the body as they came. */
    byte[] undecoded() {
        return Arrays.copyOfRange(raw, Math.min(block.bodyOffset(), end), end);
    }

    private MimePart part(int from, int to, String usual) {
        return new MimePart(raw, to, HeaderBlock.ofPart(raw, from, to), usual);
    }

    private enum Delimiter {
        NONE,
        NEXT,
        CLOSE
    }

    private Delimiter delimiter(byte[] boundary, int from, int to) {
        if (to - from < boundary.length + 2
                || raw[from] != '-'
                || raw[from + 1] != '-'
                || !startsWith(boundary, from + 2)) {
            return Delimiter.NONE;
        }
        String rest = new String(
                raw, from + 2 + boundary.length, to - from - 2 - boundary.length, StandardCharsets.ISO_8859_1);
        if (rest.startsWith("--")) {
            return Delimiter.CLOSE;
        }
        return rest.isBlank() ? Delimiter.NEXT : Delimiter.NONE;
    }

    private boolean startsWith(byte[] wanted, int from) {
        return Arrays.equals(raw, from, from + wanted.length, wanted, 0, wanted.length);
    }

    /** As stated; where it isn't, the first line that looks like one. */
    private byte @Nullable [] boundary() {
        String stated = header.boundary();
        if (stated != null && !stated.isEmpty()) {
            return stated.getBytes(StandardCharsets.ISO_8859_1);
        }
        for (int at = block.bodyOffset(); at < end; at = lineEnd(at)) {
            if (looksLikeBoundary(at)) {
                return boundaryIn(at);
            }
        }
        return null;
    }

    private boolean looksLikeBoundary(int at) {
        return at + 3 < end && raw[at] == '-' && raw[at + 1] == '-' && raw[at + 2] > ' ';
    }

    private byte[] boundaryIn(int at) {
        return Arrays.copyOfRange(raw, at + 2, withoutLineEnd(lineEnd(at)));
    }

    private boolean begins(String word, int at) {
        return at + word.length() <= end
                && new String(raw, at, word.length(), StandardCharsets.ISO_8859_1).equalsIgnoreCase(word);
    }

    /** "This is a multi-part message in MIME format.", in any language, or nothing. */
    private boolean isForPrograms(int from, int to) {
        String above = new String(raw, from, to - from, StandardCharsets.ISO_8859_1);
        return above.isBlank() || above.contains("MIME");
    }

    private int lineEnd(int from) {
        int at = from;
        while (at < end && raw[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, end);
    }

    /** Before the line end that stands directly before this byte: it belongs to the boundary. */
    private int withoutLineEnd(int at) {
        int before = at;
        if (before > 0 && raw[before - 1] == '\n') {
            before--;
            before -= before > 0 && raw[before - 1] == '\r' ? 1 : 0;
        }
        return before;
    }

    @Override
    public String toString() {
        return header.type().toLowerCase(Locale.ROOT);
    }
}
