package io.vestibule.hub.mail.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One header in which a server states what it found when it received a mail (RFC 8601). Read leniently: what has another
 * form is left out. Anybody can send one, so no more than the name is read before somebody asks for the findings.
 *
 * @param server that says to have written it; anybody can write any name there
 * @param header as it came
 */
record AuthenticationResults(String server, String header) {

    private static final int MAX_FINDINGS = 50;
    private static final String SPACES = " \t\n\u000B\f\r";
    private static final Pattern WORD = Pattern.compile("[^\\s\"]*\"[^\"]*\"?|[^\\s\"]+");

    /**
     * What one method found.
     *
     * @param method in lower case, without its version
     * @param properties by their names in lower case, e.g. {@code header.d}
     */
    record Finding(String method, String result, Map<String, String> properties) {

        boolean is(String wanted, String... results) {
            return method.equals(wanted) && List.of(results).contains(result);
        }

        String property(String name) {
            return properties.getOrDefault(name, "");
        }
    }

    static AuthenticationResults of(String header) {
        String name = parts(header, 1).getFirst();
        return new AuthenticationResults(name.strip().split("\\s+", 2)[0].toLowerCase(Locale.ROOT), header);
    }

    /** In their order. */
    List<Finding> findings() {
        return parts(header, MAX_FINDINGS + 1).stream()
                .skip(1)
                .map(AuthenticationResults::words)
                .filter(words -> !words.isEmpty() && words.getFirst().indexOf('=') > 0)
                .map(AuthenticationResults::finding)
                .toList();
    }

    private static Finding finding(List<String> words) {
        String[] first = words.getFirst().split("=", 2);
        Map<String, String> properties = new LinkedHashMap<>();
        words.stream()
                .skip(1)
                .map(word -> word.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> properties.putIfAbsent(lower(pair[0]), lower(pair[1])));
        return new Finding(lower(first[0]).replaceAll("/.*", ""), lower(first[1]), properties);
    }

    private static List<String> words(String part) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(withoutSpacesAroundEquals(part));
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }

    /** By hand: a pattern would look at a long run of spaces from each of them anew. */
    private static String withoutSpacesAroundEquals(String part) {
        StringBuilder text = new StringBuilder(part.length());
        boolean behindEquals = false;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            boolean space = isSpace(c);
            while (c == '=' && !text.isEmpty() && isSpace(text.charAt(text.length() - 1))) {
                text.setLength(text.length() - 1);
            }
            if (!space || !behindEquals) {
                text.append(c);
            }
            behindEquals = c == '=' || (space && behindEquals);
        }
        return text.toString();
    }

    private static boolean isSpace(char c) {
        return SPACES.indexOf(c) >= 0;
    }

    private static String lower(String text) {
        return text.replace("\"", "").strip().toLowerCase(Locale.ROOT);
    }

    /** The first of what semicolons outside quotes part, without comments and escaped letters. */
    private static List<String> parts(String header, int most) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < header.length() && parts.size() < most; i++) {
            char c = header.charAt(i);
            if (c == '\\' && (quoted || depth > 0)) {
                i++;
                continue;
            }
            quoted = c == '"' && depth == 0 ? !quoted : quoted;
            depth = quoted ? depth : Math.max(0, depth + nesting(c));
            boolean comment = !quoted && (depth > 0 || c == ')');
            if (c == ';' && !quoted && depth == 0) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(comment ? ' ' : c);
            }
        }
        if (parts.size() < most) {
            parts.add(part.toString());
        }
        return parts;
    }

    private static int nesting(char c) {
        return switch (c) {
            case '(' -> 1;
            case ')' -> -1;
            default -> 0;
        };
    }
}
