package io.vestibule.hub.connector;

import io.vestibule.hub.mapping.Mappings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * All connectors that can be used, and what is wrong with the others. A bad file disables its own connector and never
 * the start. Files in the folder beside the jar are picked up within seconds of a change, so that a corrected mapping
 * works without a restart.
 */
@Component
public class ConnectorCatalog {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorCatalog.class);
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

    private final ConnectorFolders folders;
    private final ConnectorParser parser;
    private final ConnectorCheck check;
    private final AtomicReference<Contents> contents;

    private record Contents(
            Map<String, Connector> connectors,
            Map<String, ConnectorFiles> files,
            Map<String, List<ConnectorProblem>> problems,
            long fingerprint,
            long seen,
            long lookedAt) {

        Contents lookedAgain(long seenNow) {
            return new Contents(connectors, files, problems, fingerprint, seenNow, System.nanoTime());
        }
    }

    @Autowired
    public ConnectorCatalog(Mappings mappings, @Value("${vestibule.connectors.folder:connectors}") Path folder) {
        this(mappings, new ConnectorFolders(folder));
    }

    ConnectorCatalog(Mappings mappings, ConnectorFolders folders) {
        this.folders = folders;
        this.parser = new ConnectorParser(folders.schema());
        this.check = new ConnectorCheck(mappings);
        this.contents = new AtomicReference<>(load(folders.fingerprint()));
    }

    /** The connector of this name, if there is one without problems. */
    public Optional<Connector> find(String name) {
        return Optional.ofNullable(current().connectors.get(name));
    }

    /** Changes whenever a connector does: what was derived from one fingerprint holds until there is another. */
    public long fingerprint() {
        return current().fingerprint;
    }

    /** All usable ones by name. */
    public Collection<Connector> all() {
        return current().connectors.values();
    }

    /** What is wrong with those that can't be used, by folder. */
    public Map<String, List<ConnectorProblem>> problems() {
        return current().problems;
    }

    /** The README of a connector, Markdown; help texts point into it. */
    public Optional<String> readme(String name) {
        return file(name, "README.md");
    }

    /** The SVG drawing of a connector. */
    public Optional<String> icon(String name) {
        return file(name, "icon.svg");
    }

    private Optional<String> file(String name, String path) {
        return Optional.ofNullable(current().files.get(name)).flatMap(files -> files.text(path));
    }

    private Contents current() {
        Contents now = Objects.requireNonNull(contents.get());
        if (System.nanoTime() - now.lookedAt < LOOK_AGAIN_NANOS) {
            return now;
        }
        long fingerprint = folders.fingerprint();
        // A change is taken up when it was the same at two looks: a file that is just being written is not half read.
        boolean settledChange = fingerprint != now.fingerprint && fingerprint == now.seen;
        Contents next = settledChange ? load(fingerprint) : now.lookedAgain(fingerprint);
        contents.compareAndSet(now, next);
        return next;
    }

    private Contents load(long fingerprint) {
        Map<String, Connector> connectors = new TreeMap<>();
        Map<String, ConnectorFiles> files = folders.all();
        Map<String, List<ConnectorProblem>> problems = new TreeMap<>();
        files.forEach((name, folder) -> {
            switch (parser.parse(folder)) {
                case ConnectorParser.Parsed.Bad bad -> problems.put(name, bad.problems());
                case ConnectorParser.Parsed.Good good -> sort(good.connector(), folder, connectors, problems);
            }
        });
        problems.values().forEach(list -> list.forEach(problem -> LOG.warn("Connector disabled: {}", problem)));
        return new Contents(connectors, files, problems, fingerprint, fingerprint, System.nanoTime());
    }

    private void sort(
            Connector connector,
            ConnectorFiles folder,
            Map<String, Connector> connectors,
            Map<String, List<ConnectorProblem>> problems) {
        List<ConnectorProblem> found = check.check(connector, folder);
        if (found.isEmpty()) {
            connectors.put(connector.name(), connector);
        } else {
            problems.put(folder.folder(), found);
        }
    }
}
