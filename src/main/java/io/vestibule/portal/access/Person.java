package io.vestibule.portal.access;

import io.vestibule.platform.security.Role;
import io.vestibule.platform.security.Viewer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in, or who is known because mail came from there. Internal people belong to the firm and have
 * no client; all others belong to exactly one. The same address at two clients is two people.
 *
 * @param billing may see the client's invoices
 * @param admitted false for a sender known by domain only, until a Client Admin admits them
 * @param lastSignInAt null before the first sign-in
 */
public record Person(
        UUID id,
        @Nullable UUID clientId,
        String name,
        String email,
        Role role,
        boolean billing,
        boolean admitted,
        boolean active,
        boolean hasPassword,
        @Nullable Instant invitedAt,
        @Nullable Instant lastSignInAt) {

    public Viewer viewer() {
        return new Viewer(id.toString(), name, email, role, clientId == null ? null : clientId.toString(), billing);
    }

    /** What this person may do, to tell whether a page still shows it. */
    public String rights() {
        return role.name() + " " + billing;
    }

    Person withRole(Role newRole, boolean newBilling) {
        return new Person(
                id, clientId, name, email, newRole, newBilling, admitted, active, hasPassword, invitedAt, lastSignInAt);
    }

    Person withAdmitted(boolean nowAdmitted) {
        return new Person(
                id, clientId, name, email, role, billing, nowAdmitted, active, hasPassword, invitedAt, lastSignInAt);
    }

    Person withActive(boolean nowActive) {
        return new Person(
                id, clientId, name, email, role, billing, admitted, nowActive, hasPassword, invitedAt, lastSignInAt);
    }
}
