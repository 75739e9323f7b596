package io.vestibule.hub.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Where connectors are read: packed into the jar, and a folder beside it whose folders take the place of packed ones
 * with the same name. Folders that begin with an underscore are no connectors.
 */
final class ConnectorFolders {

    private static final String PACKED = "connectors/";
    private static final int FILE_LIMIT = 2_000_000;

    private final Path folder;

    /** @param folder need not exist */
    ConnectorFolders(Path folder) {
        this.folder = folder;
    }

    Map<String, ConnectorFiles> all() {
        Map<String, ConnectorFiles> all = new TreeMap<>(packed());
        all.putAll(beside());
        return all;
    }

    /** The schema that came with this release; the folder beside can't change the format. */
    String schema() {
        try {
            return new PathMatchingResourcePatternResolver()
                    .getResource("classpath:" + PACKED + "connector.schema.json")
                    .getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException("The jar lacks connectors/connector.schema.json: build it again", missing);
        }
    }

    /** Changes when a file of the folder beside the jar changes. */
    long fingerprint() {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.walk(folder, 5) : Stream.empty()) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.hashCode() * 31L
                            + file.toFile().lastModified()
                            + file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException changingJustNow) {
            return 0;
        }
    }

    private Map<String, ConnectorFiles> packed() {
        Map<String, Map<String, byte[]>> folders = new TreeMap<>();
        try {
            for (Resource resource :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:" + PACKED + "*/**")) {
                String url = resource.getURL().toString();
                add(folders, url.substring(url.lastIndexOf("/" + PACKED) + PACKED.length() + 1), resource);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The connectors in the jar can't be read: build it again", unreadable);
        }
        return named(folders, "packed into the jar");
    }

    private static void add(Map<String, Map<String, byte[]>> folders, String path, Resource resource)
            throws IOException {
        int slash = path.indexOf('/');
        if (slash < 0 || path.endsWith("/") || !resource.isReadable()) {
            return;
        }
        try (InputStream content = resource.getInputStream()) {
            folders.computeIfAbsent(path.substring(0, slash), name -> new TreeMap<>())
                    .put(path.substring(slash + 1), content.readNBytes(FILE_LIMIT));
        }
    }

    private Map<String, ConnectorFiles> beside() {
        Map<String, Map<String, byte[]>> folders = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.walk(folder, 6)) {
            files.filter(Files::isRegularFile).forEach(file -> addFile(folders, file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The folder " + folder + " can't be read: check its rights", unreadable);
        }
        return named(folders, "folder " + folder);
    }

    private void addFile(Map<String, Map<String, byte[]>> folders, Path file) {
        Path inside = folder.relativize(file);
        if (inside.getNameCount() < 2) {
            return;
        }
        String path = inside.subpath(1, inside.getNameCount()).toString().replace('\\', '/');
        folders.computeIfAbsent(inside.getName(0).toString(), name -> new TreeMap<>())
                .put(path, content(file).orElse(new byte[0]));
    }

    private static Optional<byte[]> content(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException goneMeanwhile) {
            return Optional.empty();
        }
    }

    private static Map<String, ConnectorFiles> named(Map<String, Map<String, byte[]>> folders, String origin) {
        Map<String, ConnectorFiles> named = new TreeMap<>();
        folders.forEach((name, files) -> {
            if (!name.startsWith("_")) {
                named.put(name, new ConnectorFiles(name, origin, files));
            }
        });
        return named;
    }
}
