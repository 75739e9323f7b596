package io.vestibule.hub.agreement;

import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connection.StatusTable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a connection's status table for requests. */
final class Statuses {

    private static final StatusTable NONE = new StatusTable(Map.of(), Map.of());

    private Statuses() {}

    static Optional<RequestStatus> in(Connection connection, String vendorValue) {
        return Optional.ofNullable(table(connection).in().get(vendorValue)).flatMap(Statuses::parse);
    }

    /** The wire name, e.g. {@code waiting-on-client}. */
    static String wire(RequestStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<RequestStatus> parse(String wire) {
        return Arrays.stream(RequestStatus.values())
                .filter(status -> wire(status).equals(wire))
                .findFirst();
    }

    private static StatusTable table(Connection connection) {
        return connection.statuses().getOrDefault("request", NONE);
    }
}
