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
            if (equals > 0) {
                String name = parameter.substring(0, equals).strip().toUpperCase(Locale.ROOT);
                parameters.putIfAbsent(
                        name, parameter.substring(equals + 1).replace("\"", "").strip());
            }
        }
        return parameters;
    }
}
