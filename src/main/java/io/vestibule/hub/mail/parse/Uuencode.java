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
        List<String> lines = text.lines().toList();
        List<String> kept = new ArrayList<>();
        List<InText> files = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            int end = files.size() < MAX_FILES && begins(lines, at) ? end(lines, at + 1) : -1;
            if (end < 0) {
                kept.add(lines.get(at));
                at++;
            } else {
                files.add(new InText(name(lines.get(at)), content(lines.subList(at + 1, end))));
                at = end + 1;
            }
        }
        return files.isEmpty() ? new Parted(text, files) : new Parted(String.join("\n", kept), files);
    }

    /** "begin", three or four digits and a name; and the next line has as many letters as it says. */
    private static boolean begins(List<String> lines, int at) {
        String line = lines.get(at);
        if (!line.startsWith("begin ") || line.length() > 300) {
            return false;
        }
        String[] words = line.split(" +", 3);
        boolean mode = words.length == 3
                && words[1].length() >= 3
                && words[1].length() <= 4
                && words[1].chars().allMatch(c -> c >= '0' && c <= '7');
        return mode && at + 1 < lines.size() && (isData(lines.get(at + 1)) || isLast(lines.get(at + 1)));
    }

    private static String name(String begin) {
        return begin.split(" +", 3)[2].strip();
    }

    /** The line "end"; -1 when what follows is no such file. */
    private static int end(List<String> lines, int from) {
        for (int i = from; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.equals("end")) {
                return i;
            }
            if (!isData(line) && !isLast(line)) {
                return -1;
            }
        }
        return -1;
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

    private static byte[] content(List<String> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines.forEach(line -> add(out, line));
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
