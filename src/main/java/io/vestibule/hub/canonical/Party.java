package io.vestibule.hub.canonical;

import org.jspecify.annotations.Nullable;

/**
 * Who did or gets something.
 *
 * @param kind what sort of party it is
 * @param id contact id for {@code CONTACT}, person id for {@code STAFF}, null when the portal doesn't know them yet
 * @param email null for parties without a mailbox (a vendor's user, the system)
 */
public record Party(
        Kind kind,
        @Nullable String id,
        @Nullable String name,
        @Nullable String email) {

    /** {@code contact}: someone at the client. {@code staff}: someone of the firm. {@code system}: a record elsewhere. */
    public enum Kind {
        CONTACT,
        STAFF,
        SYSTEM
    }

    public static Party contact(@Nullable String name, String email) {
        return new Party(Kind.CONTACT, null, name, email);
    }

    public static Party system(String name) {
        return new Party(Kind.SYSTEM, null, name, null);
    }
}
