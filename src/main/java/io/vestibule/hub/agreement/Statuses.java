package io.vestibule.hub.agreement;

import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.connector.VendorAccount.StatusPair;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads an account's status table for requests. */
final class Statuses {

    private static final StatusPair NONE = new StatusPair(Map.of(), Map.of());

    private Statuses() {}

    /** What a vendor's value means with us; empty when the table doesn't say. */
    static Optional<RequestStatus> in(VendorAccount account, String vendorValue) {
        StatusPair table = account.statuses().getOrDefault("request", NONE);
        return Optional.ofNullable(table.in().get(vendorValue)).flatMap(Statuses::parse);
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
}
