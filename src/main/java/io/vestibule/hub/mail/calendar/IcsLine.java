package io.vestibule.hub.mail.calendar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a calendar file, unfolded.
 *
 * @param name in upper case
 * @param parameters by upper-case name, without quotes
 */
record IcsLine(String name, Map<String, String> parameters, String value) {

    private static final int MAX_LINES = 20_000;
    private static final int MAX_LENGTH = 20_000;
    private static final int MAX_NAME = 60;
    private static final int MAX_WORD = 400;

    /** The lines of a file; what is none is passed over. */
    static List<IcsLine> read(String text) {
        List<IcsLine> lines = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : text.lines().limit(MAX_LINES).toList()) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (!folded) {
                add(lines, open);
            }
            if (open.length() < MAX_LENGTH) {
                open.append(folded ? line.substring(1) : line);
            }
        }
        add(lines, open);
        return lines;
    }

    /** In upper case, as far as a word goes: some letters grow in it, and a long text of them would take long. */
    static String upper(String text) {
        return text.substring(0, Math.min(text.length(), MAX_WORD)).toUpperCase(Locale.ROOT);
    }

    /** In lower case, as far as a word goes. */
    static String lower(String text) {
        return text.substring(0, Math.min(text.length(), MAX_WORD)).toLowerCase(Locale.ROOT);
    }

    /** The value with its escapes resolved. */
    String text() {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean escape = c == '\\' && i + 1 < value.length();
            if (escape) {
                i++;
                char next = value.charAt(i);
                text.append(next == 'n' || next == 'N' ? '\n' : next);
            } else {
                text.append(c);
            }
        }
        return text.toString().strip();
    }

    private static void add(List<IcsLine> lines, StringBuilder open) {
        IcsLine line = one(open.toString());
        if (line != null) {
            lines.add(line);
        }
        open.setLength(0);
    }

    private static @Nullable IcsLine one(String line) {
        List<String> head = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            quoted ^= c == '"';
            if (!quoted && (c == ';' || c == ':')) {
                head.add(line.substring(from, i));
                from = i + 1;
            }
            // What is longer is no name; some letters grow when they are written large, over and over.
            if (head.size() == 1 && head.getFirst().length() > MAX_NAME) {
                return null;
            }
            if (!quoted && c == ':') {
                String name = head.getFirst().strip().toUpperCase(Locale.ROOT);
                return new IcsLine(name, parameters(head), line.substring(from).strip());
            }
        }
        return null;
    }

    private static Map<String, String> parameters(List<String> head) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : head.subList(1, head.size())) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && equals <= MAX_NAME) {
                String name = parameter.substring(0, equals).strip().toUpperCase(Locale.ROOT);
                parameters.putIfAbsent(
                        name, parameter.substring(equals + 1).replace("\"", "").strip());
            }
        }
        return parameters;
    }
}
