package io.vestibule.hub.agreement;

import io.vestibule.hub.connector.VendorAccount;

/** Whose value stays when both sides changed a field: the record elsewhere, or the portal. */
enum FieldOwner {
    RECORD,
    PORTAL;

    private static final String SETTING = "statusOwner";

    /** By the connection's setting {@code statusOwner}; the record unless it says {@code portal}. */
    static FieldOwner ofStatus(VendorAccount account) {
        return "portal".equals(account.settings().get(SETTING)) ? PORTAL : RECORD;
    }
}
