package io.vestibule.hub.connector;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings that are part of a record's address at its vendor, such as what sort of object becomes a request: with
 * another value the same id is another record.
 */
public final class RecordAddress {

    private RecordAddress() {}

    /** Their names, in the order of the connector's file. */
    public static List<String> settings(Connector connector) {
        Set<String> holes = addresses(connector)
                .map(RecordAddress::withoutQuery)
                .flatMap(path -> Template.of(path).names().stream())
                .collect(Collectors.toSet());
        return connector.settings().keySet().stream().filter(holes::contains).toList();
    }

    private static Stream<String> addresses(Connector connector) {
        Stream<String> read = connector.inbound().stream().flatMap(rule -> Stream.ofNullable(rule.fetch()));
        Stream<String> written = connector.outbound().stream()
                .flatMap(rule -> Stream.concat(
                        Stream.ofNullable(rule.read()), Stream.of(rule.send().path())));
        return Stream.concat(read, written);
    }

    /** A query says what to tell of the record, not which one it is. */
    private static String withoutQuery(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
