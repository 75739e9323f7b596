package io.vestibule.hub.console;

import java.util.Set;
import java.util.stream.Stream;

/**
 * Who owns the next step of a message that is held, refused or dead: it follows from the reason, and each reason has
 * exactly one owner.
 */
public enum Owner {
    /** A decision or a setting of the firm. */
    FIRM(Set.of(
            "unknown-sender",
            "several-clients",
            "inactive-contact",
            "no-sender",
            "encrypted",
            "from-staff",
            "not-genuine",
            "burst",
            "dangerous-file",
            "infected",
            "not-scanned",
            "not-scannable",
            "viewer-may-not-write",
            "message-id-reused",
            "same-mail-in-work",
            "unreadable",
            "unstorable",
            "unknown-account",
            "no-link",
            "no-client",
            "unknown-vendor-status",
            "mapping-failed",
            "connection-stopped",
            "connector-missing",
            "credentials-refused",
            "not-permitted",
            "no-key-configured",
            "key-unreadable",
            "record-gone",
            "unknown-client",
            "unknown-request",
            "unknown-person",
            "not-allowed-transition",
            "belongs-to-another-client",
            "setting-missing",
            "wrong-address",
            "host-not-allowed",
            "private-address",
            "dns-failure",
            "too-many-redirects",
            "no-http",
            "rate-budget",
            "vendor-refused",
            "vendor-limit",
            "smtp-refused",
            "portal-unreachable")),

    /** Who sent it, or the system it goes to. */
    OTHER_SIDE(Set.of(
            "no-credentials",
            "no-token",
            "no-signature",
            "other-scheme",
            "unreadable-event",
            "too-large",
            "response-too-large",
            "not-json",
            "connection-timeout",
            "connection-refused",
            "connection-reset",
            "failed-tls",
            "vendor-busy",
            "vendor-left-alone",
            "smtp-later")),

    /** A fault of Vestibule. */
    VESTIBULE(Set.of(
            "handling-failed",
            "delivery-failed",
            "no-handler",
            "no-channel",
            "invalid-command",
            "portal-refused",
            "key-reused",
            "version-moved",
            "unknown-invoice",
            "unknown-file",
            "unreadable-body",
            "token-refresh"));

    @SuppressWarnings("ImmutableEnumChecker") // the sets are immutable
    private final Set<String> reasons;

    Owner(Set<String> reasons) {
        this.reasons = reasons;
    }

    public Set<String> reasons() {
        return reasons;
    }

    /** A reason that only a connector's file names was chosen by the firm. */
    static Owner of(String reason) {
        return Stream.of(values())
                .filter(owner -> owner.reasons.contains(reason))
                .findFirst()
                .orElse(FIRM);
    }
}
