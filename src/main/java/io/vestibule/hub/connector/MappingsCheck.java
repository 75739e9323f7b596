package io.vestibule.hub.connector;

import io.vestibule.hub.mapping.Mappings;
import java.util.Set;
import java.util.TreeSet;

/** Part of the check: every expression and mapping compiles, every mapping that is named exists and vice versa. */
final class MappingsCheck {

    private final Mappings mappings;
    private final Connector connector;
    private final ConnectorFiles files;
    private final ConnectorCheck.Found found;

    MappingsCheck(Mappings mappings, Connector connector, ConnectorFiles files, ConnectorCheck.Found found) {
        this.mappings = mappings;
        this.connector = connector;
        this.files = files;
        this.found = found;
    }

    void run() {
        ConnectorCheck.expressions(connector)
                .forEach(expression -> mappings.of(expression.path(), expression.text())
                        .problem()
                        .ifPresent(problem ->
                                found.at(expression.path(), problem.message() + ". Correct the expression.")));
        Set<String> needed = new TreeSet<>();
        for (int i = 0; i < connector.inbound().size(); i++) {
            need(connector.inbound().get(i).map(), "inbound", "/inbound/" + i, needed);
        }
        for (int i = 0; i < connector.outbound().size(); i++) {
            String map = connector.outbound().get(i).map();
            if (map != null) {
                need(map, "outbound", "/outbound/" + i, needed);
            }
        }
        for (String file : files.under("mappings/")) {
            if (!needed.contains(file)) {
                found.in(file, "", "No rule uses this mapping. Remove it or name it in a rule.");
            }
        }
    }

    private void need(String map, String direction, String path, Set<String> needed) {
        String file = ConnectorFiles.mapping(map, direction);
        needed.add(file);
        connector
                .mapping(file)
                .ifPresentOrElse(
                        source -> mappings.of(file, source)
                                .problem()
                                .ifPresent(problem ->
                                        found.in(file, problem.path(), problem.message() + ". Correct the mapping.")),
                        () -> found.at(path + "/map", "The mapping " + file + " is missing. Add it."));
    }
}
