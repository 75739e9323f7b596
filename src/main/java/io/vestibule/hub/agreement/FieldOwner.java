package io.vestibule.hub.agreement;

import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.VendorAccount;

/** Whose value stays when both sides changed a field: the record elsewhere, or the portal. */
enum FieldOwner {
    RECORD,
    PORTAL;

    /** By the connection's setting {@code statusOwner}; the record unless it says {@code portal}. */
    static FieldOwner ofStatus(VendorAccount account) {
        return "portal".equals(account.settings().get(Connector.STATUS_OWNER)) ? PORTAL : RECORD;
    }
}
