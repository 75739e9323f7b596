package io.vestibule.platform.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ClassPathResource;

/**
 * The keys under {@code vestibule.} that exist: those of the packed {@code config/application.yaml}, which names every
 * one with its default. A key with an empty value may be a map or a list, so it takes entries below it.
 */
final class KnownKeys {

    static final String FILE = "config/application.yaml";
    static final String PREFIX = "vestibule.";

    private final Map<String, String> canonicalToWritten;
    private final Map<String, Object> values;

    private KnownKeys(Map<String, String> canonicalToWritten, Map<String, Object> values) {
        this.canonicalToWritten = canonicalToWritten;
        this.values = values;
    }

    static KnownKeys load() {
        Map<String, String> written = new TreeMap<>();
        Map<String, Object> values = new TreeMap<>();
        try {
            new YamlPropertySourceLoader()
                    .load("known keys", new ClassPathResource(FILE)).stream()
                            .map(source -> (EnumerablePropertySource<?>) source)
                            .forEach(source -> collect(source, written, values));
        } catch (IOException e) {
            throw new UncheckedIOException("The packed " + FILE + " can't be read", e);
        }
        return new KnownKeys(written, values);
    }

    private static void collect(
            EnumerablePropertySource<?> source, Map<String, String> written, Map<String, Object> values) {
        for (String name : source.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                String key = withoutIndex(name);
                written.put(canonical(key), key);
                values.put(canonical(key), String.valueOf(source.getProperty(name)));
            }
        }
    }

    boolean contains(String name) {
        String key = canonical(withoutIndex(name));
        return canonicalToWritten.containsKey(key)
                || canonicalToWritten.keySet().stream().anyMatch(known -> holdsEntry(known, key));
    }

    private boolean holdsEntry(String known, String key) {
        return key.startsWith(known + ".") && "".equals(values.get(known));
    }

    /** The known key that looks most like the given one, if one looks alike at all. */
    Optional<String> nearest(String name) {
        String key = canonical(name);
        return canonicalToWritten.entrySet().stream()
                .min(Comparator.comparingInt(entry -> distance(entry.getKey(), key)))
                .filter(entry -> distance(entry.getKey(), key) <= Math.max(3, key.length() / 4))
                .map(Map.Entry::getValue);
    }

    private static String withoutIndex(String name) {
        int index = name.indexOf('[');
        return index < 0 ? name : name.substring(0, index);
    }

    /** Boot reads {@code dataDir}, {@code data_dir} and {@code data-dir} as one key. */
    private static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Number of letters to add, drop or change to make one word of the other. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row = nextRow(row, a.charAt(i - 1), b, i);
        }
        return row[b.length()];
    }

    private static int[] nextRow(int[] above, char letter, String b, int rowNumber) {
        int[] row = new int[above.length];
        row[0] = rowNumber;
        for (int j = 1; j < row.length; j++) {
            int change = above[j - 1] + (b.charAt(j - 1) == letter ? 0 : 1);
            row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
        }
        return row;
    }
}
