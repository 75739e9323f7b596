package io.vestibule.portal.contract;

import io.vestibule.portal.access.Person;
import org.jspecify.annotations.Nullable;

/**
 * Who did or gets something.
 *
 * @param id the person's id; null when the portal doesn't know them
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

    public static Party of(Person person) {
        return new Party(
                person.role().isInternal() ? Kind.STAFF : Kind.CONTACT,
                person.id().toString(),
                person.name(),
                person.email());
    }

    public static Party system(String name) {
        return new Party(Kind.SYSTEM, null, name, null);
    }

    public boolean isStaff() {
        return kind == Kind.STAFF;
    }

    public boolean isContact() {
        return kind == Kind.CONTACT;
    }
}
