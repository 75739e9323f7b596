package io.vestibule.support;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The words of the pages as they stand in the files, and the sources that use them. */
public final class PageWordsOnDisk {

    private static final List<String> FILES = List.of(
            "messages.properties",
            "messages-console.properties",
            "messages-problems.properties",
            "messages-reasons.properties",
            "messages-files.properties",
            "messages-people.properties",
            "messages-relocation.properties",
            "messages-replays.properties");

    private final Properties words = new Properties();

    public PageWordsOnDisk() throws IOException {
        for (String file : FILES) {
            try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources", file))) {
                words.load(reader);
            }
        }
    }

    public boolean has(String key) {
        return words.containsKey(key);
    }

    public boolean hasStartingWith(String prefix) {
        return keys().stream().anyMatch(key -> key.startsWith(prefix));
    }

    public Set<String> keys() {
        return words.stringPropertyNames();
    }

    public String text(String key) {
        return words.getProperty(key);
    }

    /** Text by path of all files below the folder whose names end so. */
    public static Map<Path, String> sources(Path folder, String ending) throws IOException {
        Map<Path, String> sources = new LinkedHashMap<>();
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList()) {
                sources.put(path, Files.readString(path));
            }
        }
        return sources;
    }
}
