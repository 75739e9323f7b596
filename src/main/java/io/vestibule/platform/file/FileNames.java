package io.vestibule.platform.file;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes names that no computer stumbles over and that show what they are, of what people call their files. */
public final class FileNames {

    /** In UTF-8; file systems take 255, and a number may still come behind. */
    private static final int MOST_BYTES = 200;

    private static final int LONGEST_ENDING = 20;

    /** Controls, marks that turn the direction of writing, and what is not seen at all; joiners belong to some scripts. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Co}&&[^\\x{200C}\\x{200D}]]");

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern RESERVED = Pattern.compile("[<>:\"|?*]");

    /** What Windows takes for a device, with any ending. */
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\\u00B9\\u00B2\\u00B3])(\\..*)?");

    /** Before an ending that runs, these would be all that a computer shows. */
    private static final Pattern DOCUMENT = Pattern.compile(
            "(?i)\\.(pdf|docx?|xlsx?|pptx?|rtf|txt|csv|jpe?g|png|gif|html?|zip|od[tsp])(?=\\s*\\.[^.]+$)");

    private FileNames() {}

    /**
     * Without folders, unseen and reserved characters; never empty, hidden or a device's.
     *
     * @param contentType gives a file without a name its ending
     * @param number makes a file without a name one of several
     */
    public static String safe(String stated, String contentType, int number) {
        String name = SPACES.matcher(Normalizer.normalize(stated, Normalizer.Form.NFC))
                .replaceAll(" ");
        name = UNSEEN.matcher(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1))
                .replaceAll("");
        name = RESERVED.matcher(name).replaceAll("_").strip().replaceAll("^[. ]+|[. ]+$", "");
        if (name.isBlank()) {
            return "attachment-" + number + usualEnding(contentType);
        }
        if (DEVICE.matcher(name).matches()) {
            name = "_" + name;
        }
        return shortened(
                Dangers.ofPacked(name) == null ? name : DOCUMENT.matcher(name).replaceAll("_$1"));
    }

    /** What stands behind the last dot, in lower case; empty when there is none. */
    static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).strip().toLowerCase(Locale.ROOT);
    }

    /** The same names, each only once whatever its case: a second one gets a number. */
    public static List<String> distinct(List<String> names) {
        Set<String> taken = new HashSet<>();
        List<String> distinct = new ArrayList<>();
        for (String name : names) {
            String free = name;
            for (int count = 2; !taken.add(free.toLowerCase(Locale.ROOT)); count++) {
                free = numbered(name, count);
            }
            distinct.add(free);
        }
        return distinct;
    }

    private static String numbered(String name, int count) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name + " (" + count + ")" : name.substring(0, dot) + " (" + count + ")" + name.substring(dot);
    }

    private static String usualEnding(String contentType) {
        String ending = contentType.isBlank() ? "" : FileTypes.ending(contentType.toLowerCase(Locale.ROOT));
        return ending.isEmpty() ? ".bin" : ending;
    }

    private static String shortened(String name) {
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 && bytes(name.substring(dot)) <= LONGEST_ENDING ? name.substring(dot) : "";
        String stem = name.codePoints()
                .limit(Math.min(MOST_BYTES, name.codePointCount(0, name.length() - ending.length())))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        while (bytes(stem) + bytes(ending) > MOST_BYTES) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + ending;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
