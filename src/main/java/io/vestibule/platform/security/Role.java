package io.vestibule.platform.security;

/** What a person is to the firm or to a client; decides what they may see and do. */
public enum Role {
    INTERNAL_ADMIN,
    INTERNAL_CONTRIBUTOR,
    CLIENT_ADMIN,
    CLIENT_MEMBER,
    VIEWER;

    /** Whether this is one of the firm's own people, who see all clients. */
    public boolean isInternal() {
        return this == INTERNAL_ADMIN || this == INTERNAL_CONTRIBUTOR;
    }
}
