package io.vestibule.platform.security;

import java.io.Serializable;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The signed-in person a page is made for; kept in the session. The portal creates it at sign-in, every page and store
 * reads it.
 *
 * @param clientId the client they belong to; null for the firm's own people
 * @param billing whether they may see the invoices of their client
 */
public record Viewer(
        String personId,
        String name,
        String email,
        Role role,
        @Nullable String clientId,
        boolean billing) implements Principal, Serializable {

    private static final long serialVersionUID = 1L;

    /** The person's id: names and addresses change. */
    @Override
    public String getName() {
        return personId;
    }

    public boolean isInternal() {
        return role.isInternal();
    }
}
