package io.vestibule.hub.console;

import io.vestibule.hub.connection.Connection.StatusTable;
import io.vestibule.hub.connector.Connector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Status tables between the form, where each pair is a line {@code left = right}, and the connection. */
final class StatusText {

    private StatusText() {}

    /** A table as the page shows it. @param writes whether the connector writes this type's status back */
    record Shown(String type, String in, String out, boolean writes) {}

    /** The tables that the connector leaves to each connection: the connection's own, else the connector's proposal. */
    static List<Shown> shown(Connector connector, Map<String, StatusTable> own) {
        List<Shown> tables = new ArrayList<>();
        connector.statuses().forEach((type, declared) -> {
            if (declared.perConnection()) {
                StatusTable table = own.getOrDefault(type, new StatusTable(declared.in(), declared.out()));
                tables.add(new Shown(
                        type,
                        lines(table.in()),
                        lines(table.out()),
                        !connector.outbound().isEmpty()));
            }
        });
        return tables;
    }

    /** @param form all fields of the form; those named {@code statuses.<type>.in} and {@code .out} count */
    static Map<String, StatusTable> read(Connector connector, Map<String, String> form) {
        Map<String, StatusTable> tables = new LinkedHashMap<>();
        connector.statuses().forEach((type, declared) -> {
            if (declared.perConnection()) {
                tables.put(
                        type,
                        new StatusTable(
                                pairs(form.get("statuses." + type + ".in")),
                                pairs(form.get("statuses." + type + ".out"))));
            }
        });
        return tables;
    }

    private static String lines(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + " = " + pair.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** A line without an equals sign means nothing to both sides and is left for the check of the table to miss. */
    private static Map<String, String> pairs(@Nullable String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (text != null) {
            text.lines().filter(line -> line.contains("=")).forEach(line -> {
                int sign = line.indexOf('=');
                pairs.put(
                        line.substring(0, sign).strip(),
                        line.substring(sign + 1).strip());
            });
        }
        return pairs;
    }
}
