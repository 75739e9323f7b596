package io.vestibule.portal.contract;

/** Why the portal said no; the contract's closed list. */
public enum Refusal {
    INVALID_COMMAND,
    UNKNOWN_CLIENT,
    UNKNOWN_REQUEST,
    UNKNOWN_INVOICE,
    UNKNOWN_PERSON,
    UNKNOWN_FILE,
    VERSION_MOVED,
    NOT_ALLOWED_TRANSITION,
    KEY_REUSED,
    BELONGS_TO_ANOTHER_CLIENT,
    TOO_LARGE,
    NOT_PERMITTED
}
