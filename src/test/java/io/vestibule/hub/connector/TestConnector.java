package io.vestibule.hub.connector;

import io.vestibule.hub.mapping.Mappings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A connector folder in memory that tests may change: the template, or one that is shipped. */
final class TestConnector {

    static final Mappings MAPPINGS = new Mappings();
    private static final Path CONNECTORS = Path.of("connectors");
    private static final ConnectorParser PARSER = new ConnectorParser(new ConnectorFolders(CONNECTORS).schema());

    private final String name;
    private final Map<String, byte[]> files = new TreeMap<>();

    private TestConnector(String name, Path folder) {
        this.name = name;
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static TestConnector template() {
        return new TestConnector("template", CONNECTORS.resolve("_template"));
    }

    static TestConnector shipped(String name) {
        return new TestConnector(name, CONNECTORS.resolve(name));
    }

    /** Fails when the text to replace is not there: a test must not pass because nothing was changed. */
    TestConnector replace(String file, String from, String to) {
        String text = new String(files.getOrDefault(file, new byte[0]), StandardCharsets.UTF_8);
        if (!text.contains(from)) {
            throw new AssertionError(file + " does not contain: " + from);
        }
        return with(file, text.replace(from, to));
    }

    TestConnector inYaml(String from, String to) {
        return replace(ConnectorFiles.DESCRIPTION, from, to);
    }

    TestConnector with(String file, String text) {
        files.put(file, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    TestConnector without(String prefix) {
        files.keySet().removeIf(path -> path.startsWith(prefix));
        return this;
    }

    ConnectorFiles files() {
        return new ConnectorFiles(name, "test", files);
    }

    List<ConnectorProblem> problems() {
        return switch (PARSER.parse(files())) {
            case ConnectorParser.Parsed.Bad bad -> bad.problems();
            case ConnectorParser.Parsed.Good good -> new ConnectorCheck(MAPPINGS).check(good.connector(), files());
        };
    }

    Connector connector() {
        return switch (PARSER.parse(files())) {
            case ConnectorParser.Parsed.Good good -> good.connector();
            case ConnectorParser.Parsed.Bad bad ->
                throw new AssertionError(bad.problems().toString());
        };
    }
}
