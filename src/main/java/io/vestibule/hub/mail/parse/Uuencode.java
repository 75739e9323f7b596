package io.vestibule.hub.mail.parse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Files that old programs write into the text itself: "begin 644 name", lines of letters, "end". */
final class Uuencode {

    private static final int MAX_FILES = 20;

    private Uuencode() {}

    record InText(String name, byte[] content) {}

    /**
     * A text without the files in it.
     *
     * @param text what is left
     */
    record Parted(String text, List<InText> files) {}

    /** The one file of a part that is encoded as a whole; the bytes as they came when there is none. */
    static byte[] decode(byte[] raw, int from, int to) {
        String text = new String(raw, from, to - from, StandardCharsets.ISO_8859_1);
        List<InText> files = parted(text).files();
        return files.isEmpty()
                ? text.getBytes(StandardCharsets.ISO_8859_1)
                : files.getFirst().content();
    }

    static Parted parted(String text) {
        if (!text.contains("begin ")) {
            return new Parted(text, List.of());
        }
        StringBuilder kept = new StringBuilder();
        List<InText> files = new ArrayList<>();
        int keptTo = 0;
        int at = 0;
        while (at < text.length() && files.size() < MAX_FILES) {
            int next = nextLine(text, at);
            int end = begins(text, at) ? end(text, next) : -1;
            if (end >= 0) {
                files.add(new InText(name(line(text, at)), content(text, next, end)));
                kept.append(text, keptTo, at);
                keptTo = nextLine(text, end);
            }
            at = end < 0 ? next : keptTo;
        }
        return files.isEmpty()
                ? new Parted(text, files)
                : new Parted(lines(kept.append(text, keptTo, text.length()).toString()), files);
    }

    /** With the ends that lines have here, and without one behind the last. */
    private static String lines(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        return lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    }

    /** "begin", three or four digits and a name; and the next line has as many letters as it says. */
    private static boolean begins(String text, int at) {
        if (!text.startsWith("begin ", at) || lineEnd(text, at) - at > 300) {
            return false;
        }
        String[] words = line(text, at).split(" +", 3);
        boolean mode = words.length == 3
                && words[1].length() >= 3
                && words[1].length() <= 4
                && words[1].chars().allMatch(c -> c >= '0' && c <= '7');
        int next = nextLine(text, at);
        return mode && next < text.length() && (isData(line(text, next)) || isLast(line(text, next)));
    }

    private static String name(String begin) {
        return begin.split(" +", 3)[2].strip();
    }

    /** Where the line "end" stands; -1 when what follows is no such file. */
    private static int end(String text, int from) {
        int at = from;
        while (at < text.length()) {
            String line = line(text, at);
            if (line.equals("end")) {
                return at;
            }
            if (!isData(line) && !isLast(line)) {
                return -1;
            }
            at = nextLine(text, at);
        }
        return -1;
    }

    private static String line(String text, int at) {
        return text.substring(at, lineEnd(text, at));
    }

    private static int lineEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    private static int nextLine(String text, int from) {
        int end = lineEnd(text, from);
        return Math.min(text.length(), text.startsWith("\r\n", end) ? end + 2 : end + 1);
    }

    private static boolean isLast(String line) {
        return line.isBlank() || line.strip().equals("`");
    }

    private static boolean isData(String line) {
        if (line.isEmpty()) {
            return false;
        }
        int bytes = line.charAt(0) - ' ' & 0x3F;
        int letters = (bytes + 2) / 3 * 4;
        // Some programs drop spaces at the end, some add a check letter.
        return line.length() - 1 <= letters + 2 && line.chars().allMatch(c -> c >= ' ' && c <= '`');
    }

    private static byte[] content(String text, int from, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = from; at < end; at = nextLine(text, at)) {
            add(out, line(text, at));
        }
        return out.toByteArray();
    }

    private static void add(ByteArrayOutputStream out, String line) {
        int bytes = line.isEmpty() ? 0 : line.charAt(0) - ' ' & 0x3F;
        byte[] three = new byte[3];
        for (int done = 0; done < bytes; done += 3) {
            int at = 1 + done / 3 * 4;
            int bits = six(line, at) << 18 | six(line, at + 1) << 12 | six(line, at + 2) << 6 | six(line, at + 3);
            three[0] = (byte) (bits >> 16);
            three[1] = (byte) (bits >> 8);
            three[2] = (byte) bits;
            out.write(three, 0, Math.min(3, bytes - done));
        }
    }

    private static int six(String line, int at) {
        return at < line.length() ? line.charAt(at) - ' ' & 0x3F : 0;
    }
}
