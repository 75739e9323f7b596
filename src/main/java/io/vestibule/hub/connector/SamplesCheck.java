package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.mapping.Mappings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Part of the check: every rule has a sample, and every sample gives what it says it gives. */
final class SamplesCheck {

    private final Mappings mappings;
    private final Connector connector;
    private final ConnectorFiles files;
    private final ConnectorCheck.Found found;
    private final Set<String> covered = new HashSet<>();

    SamplesCheck(Mappings mappings, Connector connector, ConnectorFiles files, ConnectorCheck.Found found) {
        this.mappings = mappings;
        this.connector = connector;
        this.files = files;
        this.found = found;
    }

    void run() {
        files.samples().forEach(this::check);
        for (int i = 0; i < connector.inbound().size(); i++) {
            requireSample("/inbound/" + i, connector.inbound().get(i).event(), "");
        }
        for (int i = 0; i < connector.outbound().size(); i++) {
            requireSample("/outbound/" + i, connector.outbound().get(i).event(), "outbound ");
        }
    }

    private void check(String name) {
        Sample sample = new Sample(mappings, connector, files, name);
        Optional<JsonNode> expected = sample.expected();
        if (expected.isEmpty()) {
            found.in(
                    "samples/" + name + "/expected.json",
                    "",
                    "The file is missing or no JSON. Add what must come out.");
            return;
        }
        Sample.Run run = sample.run();
        covered.addAll(run.events());
        if (!run.actual().equals(expected.get())) {
            found.in(
                    "samples/" + name,
                    "",
                    "The sample gives " + run.actual() + " but expected.json says " + expected.get()
                            + ". Correct the mapping or the expectation.");
        }
    }

    private void requireSample(String path, List<String> events, String prefix) {
        if (events.stream().map(prefix::concat).noneMatch(covered::contains)) {
            found.at(path, "No sample shows this rule at work. Add a folder under samples for one of its events.");
        }
    }
}
