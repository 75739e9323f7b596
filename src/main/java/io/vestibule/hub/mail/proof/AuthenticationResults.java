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
 * form is left out.
 *
 * @param server that says to have written it; anybody can write any name there
 */
record AuthenticationResults(String server, List<Finding> findings) {

    private static final int MAX_FINDINGS = 50;
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
        List<String> parts = parts(header);
        String server = parts.getFirst().strip().split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
        List<Finding> findings = parts.stream()
                .skip(1)
                .limit(MAX_FINDINGS)
                .map(AuthenticationResults::words)
                .filter(words -> !words.isEmpty() && words.getFirst().indexOf('=') > 0)
                .map(AuthenticationResults::finding)
                .toList();
        return new AuthenticationResults(server, findings);
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
        Matcher word = WORD.matcher(part.replaceAll("\\s*=\\s*", "="));
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }

    private static String lower(String text) {
        return text.replace("\"", "").strip().toLowerCase(Locale.ROOT);
    }

    /** Split at semicolons outside quotes, without comments and escaped letters. */
    private static List<String> parts(String header) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        int depth = 0;
        for (int i = 0; i < header.length(); i++) {
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
        parts.add(part.toString());
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
