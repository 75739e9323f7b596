package io.vestibule.hub.mail.parse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of a raw mail, read line by line without ever failing: lines that are no header are skipped, a missing
 * empty line ends nothing. Values keep their bytes (as Latin-1 characters) and their folding.
 */
final class HeaderBlock {

    /** A header is read up to here; real ones are far shorter. */
    static final int MAX_BYTES = 512 * 1024;

    /** A single value is read up to here. */
    private static final int MAX_VALUE = 64 * 1024;

    private final Map<String, List<String>> values;
    private final int start;
    private final int bodyOffset;
    private final boolean cut;

    /** Whether a carriage return alone ends a line: only in mails that know no other end. */
    private final boolean crEndsLines;

    private HeaderBlock(byte[] raw, int from, int to, boolean whole) {
        int limit = Math.min(to, from + MAX_BYTES);
        crEndsLines = !hasLineFeed(raw, from, limit);
        start = whole ? start(raw, from, limit) : from;
        int at = start;
        Map<String, List<StringBuilder>> read = new LinkedHashMap<>();
        StringBuilder open = null;
        while (at < limit) {
            int end = lineEnd(raw, at, limit);
            String line = line(raw, at, end);
            boolean missing =
                    !whole && read.isEmpty() && !line.isEmpty() && name(line).isEmpty();
            at = missing ? at : end;
            if (line.isEmpty() || missing) {
                break;
            }
            open = take(read, line, open);
        }
        bodyOffset = at;
        cut = at >= limit && limit < to;
        values = new LinkedHashMap<>();
        read.forEach((name, all) ->
                values.put(name, all.stream().map(StringBuilder::toString).toList()));
    }

    /** Of a whole mail: empty lines and an mbox separator may stand before it. */
    static HeaderBlock of(byte[] raw) {
        return new HeaderBlock(raw, 0, raw.length, true);
    }

    /** Of a part inside a mail, between these bytes. It may have none: then its first line is its body. */
    static HeaderBlock ofPart(byte[] raw, int from, int to) {
        return new HeaderBlock(raw, from, to, false);
    }

    /** Raw values by lower-case name, in their order. */
    Map<String, List<String>> values() {
        return values;
    }

    @Nullable
    String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    /** Where the header begins: behind empty lines and an mbox separator. */
    int start() {
        return start;
    }

    /** Where the body begins; the mail's length when it has none. */
    int bodyOffset() {
        return bodyOffset;
    }

    /** Whether it goes on behind what was read of it. */
    boolean isCut() {
        return cut;
    }

    /** @return the value that a folded line would go on with */
    private static @Nullable StringBuilder take(
            Map<String, List<StringBuilder>> read, String line, @Nullable StringBuilder open) {
        char first = line.charAt(0);
        if (first == ' ' || first == '\t') {
            if (open != null && open.length() < MAX_VALUE) {
                open.append('\n').append(line, 0, Math.min(line.length(), MAX_VALUE - open.length()));
            }
            return open;
        }
        String name = name(line);
        if (name.isEmpty()) {
            return null;
        }
        String value = line.substring(line.indexOf(':') + 1).strip();
        StringBuilder started = new StringBuilder(value.substring(0, Math.min(value.length(), MAX_VALUE)));
        read.computeIfAbsent(name, unused -> new ArrayList<>()).add(started);
        return started;
    }

    /** The name before the colon, in lower case; empty when the line is no header. */
    private static String name(String line) {
        int colon = line.indexOf(':');
        String name = colon <= 0 ? "" : line.substring(0, colon).stripTrailing().toLowerCase(Locale.ROOT);
        return name.indexOf(' ') >= 0 || name.indexOf('\t') >= 0 ? "" : name;
    }

    private int start(byte[] raw, int from, int limit) {
        int at = from;
        while (at < limit && (raw[at] == '\r' || raw[at] == '\n')) {
            at++;
        }
        int end = lineEnd(raw, at, limit);
        String line = line(raw, at, end);
        return line.startsWith("From ") || line.startsWith(">From ") ? end : at;
    }

    private int lineEnd(byte[] raw, int from, int limit) {
        int at = from;
        while (at < limit && raw[at] != '\n' && !(crEndsLines && raw[at] == '\r')) {
            at++;
        }
        return Math.min(at + 1, limit);
    }

    private static boolean hasLineFeed(byte[] raw, int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (raw[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    private static String line(byte[] raw, int from, int end) {
        int length = end;
        while (length > from && (raw[length - 1] == '\n' || raw[length - 1] == '\r')) {
            length--;
        }
        return new String(raw, from, length - from, StandardCharsets.ISO_8859_1);
    }
}
