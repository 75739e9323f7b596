package io.vestibule.portal.access;

import io.vestibule.platform.security.Role;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and how far that reaches. Every method of a portal store takes one and applies it in its SQL, so that no
 * page, API call or replay can read past a client by forgetting a check. Pages take it as a controller parameter, the
 * API builds it with {@link #peer}, work without a person with {@link #system}.
 *
 * @param who what the timeline shows: a person's name, a peer's name, or "system"
 * @param admitted false for a sender known by domain only: sees nothing but the requests taken part in
 */
public record Access(
        Kind kind,
        String who,
        @Nullable UUID personId,
        @Nullable Role role,
        @Nullable UUID clientId,
        boolean billing,
        boolean admitted) {

    /** A person signed in, another system over the API, or the portal's own work. */
    public enum Kind {
        PERSON,
        PEER,
        SYSTEM
    }

    public Access {
        if (kind == Kind.PERSON) {
            Objects.requireNonNull(personId, "a person's access names the person");
            if (Objects.requireNonNull(role).isInternal() != (clientId == null)) {
                throw new IllegalArgumentException("Internal people have no client, all others have exactly one");
            }
        }
    }

    public static Access of(Person person) {
        return new Access(
                Kind.PERSON,
                person.name(),
                person.id(),
                person.role(),
                person.clientId(),
                person.billing(),
                person.admitted());
    }

    /** The API: a peer reaches every client; its scopes are checked before. */
    public static Access peer(String peer) {
        return new Access(Kind.PEER, peer, null, null, null, true, true);
    }

    /** The portal's own work, for a stated reason ("sign-in", "seed"); reaches every client. */
    public static Access system(String reason) {
        return new Access(Kind.SYSTEM, reason, null, null, null, true, true);
    }

    /** With the same reach, for somebody whom the peer names: what is noted names both. */
    public Access inTheNameOf(String person) {
        return new Access(kind, person + " (" + who + ")", personId, role, clientId, billing, admitted);
    }

    public boolean may(Permission permission) {
        return role == null || PermissionMatrix.allows(role, permission);
    }

    /** True: no filter by client in the query. False: {@link #clientId} is set and is the filter. */
    public boolean everyClient() {
        return may(Permission.SEE_EVERY_CLIENT);
    }

    public boolean reaches(UUID client) {
        return everyClient() || client.equals(clientId);
    }

    public boolean isPerson() {
        return kind == Kind.PERSON;
    }

    /** Sees what no client ever sees: internal notes, owner forms, suggestions. */
    public boolean isInternal() {
        return may(Permission.INTERNAL_NOTES);
    }

    /** False: only requests the person takes part in. */
    public boolean seesWholeClient() {
        return admitted || everyClient();
    }

    public boolean seesInvoices() {
        return may(Permission.SEE_INVOICES) || (billing && admitted);
    }

    public boolean mayChangePeopleOf(@Nullable UUID client) {
        return may(Permission.CHANGE_PEOPLE) && (everyClient() || (client != null && client.equals(clientId)));
    }
}
