package io.vestibule.hub.connector;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All files of one connector's folder, in memory. The catalogue reads them from the jar or from the folder beside it;
 * everything after that works on this record alone.
 *
 * @param folder the folder's name
 * @param origin where it was read, for people
 * @param files content by path within the folder, e.g. {@code mappings/invoice.inbound.jsonata}
 */
record ConnectorFiles(String folder, String origin, Map<String, byte[]> files) {

    static final String DESCRIPTION = "connector.yaml";

    ConnectorFiles {
        files = new TreeMap<>(files);
    }

    Optional<String> text(String path) {
        return Optional.ofNullable(files.get(path)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    List<String> under(String prefix) {
        return files.keySet().stream().filter(path -> path.startsWith(prefix)).toList();
    }

    /** The names of the sample folders. */
    List<String> samples() {
        return under("samples/").stream()
                .map(path -> path.substring("samples/".length()))
                .filter(path -> path.contains("/"))
                .map(path -> path.substring(0, path.indexOf('/')))
                .distinct()
                .toList();
    }

    static String mapping(String name, String direction) {
        return "mappings/" + name + "." + direction + ".jsonata";
    }
}
