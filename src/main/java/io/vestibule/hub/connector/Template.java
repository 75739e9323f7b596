package io.vestibule.hub.connector;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with {@code {name}} holes, used in addresses, headers and keys only. A value is always escaped for the place
 * it goes to, so that it can't change the shape of what surrounds it.
 */
record Template(String text) {

    private static final Pattern HOLE = Pattern.compile("\\{([a-zA-Z][a-zA-Z0-9_.]*)}");
    private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    static Template of(String text) {
        return new Template(text);
    }

    /** Where the values come from; null or blank = there is none. */
    @FunctionalInterface
    interface Values {
        @Nullable
        String find(String name);

        static Values of(Map<String, String> map) {
            return map::get;
        }
    }

    /** How a value is written into its place. */
    @FunctionalInterface
    interface Escape {
        String write(String value);
    }

    /** A hole without a value, or a value that can't stand in its place. */
    static final class Unfilled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfilled(String message) {
            super(message);
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        Matcher holes = HOLE.matcher(text);
        while (holes.find()) {
            names.add(holes.group(1));
        }
        return names;
    }

    String fill(Values values, Escape escape) {
        return HOLE.matcher(text).replaceAll(hole -> {
            String value = values.find(hole.group(1));
            if (value == null || value.isBlank()) {
                throw new Unfilled("{" + hole.group(1) + "} has no value");
            }
            return Matcher.quoteReplacement(escape.write(value));
        });
    }

    /** For keys and tokens: as it is. */
    static String raw(String value) {
        return value;
    }

    /** For one segment of a path or one value of a query: a slash, dot-dot or ampersand of the value stays data. */
    static String urlPart(String value) {
        if (value.equals(".") || value.equals("..")) {
            throw new Unfilled("\"" + value + "\" can't be part of an address");
        }
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }

    /** For a label of a host name. */
    static String hostLabel(String value) {
        if (!HOST_LABEL.matcher(value).matches()) {
            throw new Unfilled("a part of a host name may have lower case letters, digits and dashes only");
        }
        return value;
    }

    /** For a header: no line breaks or other control characters. */
    static String header(String value) {
        if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw new Unfilled("a header value can't hold control characters");
        }
        return value;
    }
}
