package io.vestibule.portal.access;

/** What became of a change to a person: done, or refused with a reason that the page can name. */
public sealed interface PersonChange {

    record Changed(Person person) implements PersonChange {}

    record Refused(Reason reason) implements PersonChange {}

    /** Why not. Each is a message key {@code person.refused.<name>}. */
    enum Reason {
        NOT_ALLOWED,
        NOT_FOUND,
        ALREADY_KNOWN,
        NOT_AN_ADDRESS,
        /** It is a further address of somebody, or the main one of somebody else. */
        ADDRESS_TAKEN,
        TOO_MANY_ADDRESSES,
        NAME_MISSING,
        /** The address lies in the mail domain of another client. */
        DOMAIN_OF_ANOTHER_CLIENT,
        ROLE_OUT_OF_REACH,
        ONESELF,
        LAST_ADMIN
    }
}
