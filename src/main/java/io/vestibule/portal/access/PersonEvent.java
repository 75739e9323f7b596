package io.vestibule.portal.access;

import io.vestibule.portal.access.Access.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done to a person.
 *
 * @param former the rights or the address before, where that is what changed
 * @param present the same after it
 * @param byName null where it is not for the reader: somebody or something of the firm did it
 */
record PersonEvent(
        long id,
        What what,
        @Nullable String former,
        @Nullable String present,
        Kind byKind,
        @Nullable String byName,
        Instant at) {

    /** Each is a message key {@code person.event.<name>}. */
    enum What {
        INVITED,
        /** By a mail or by a system that knows them. */
        BECAME_KNOWN,
        ROLE_CHANGED,
        ADMITTED,
        VOUCHED,
        DEACTIVATED,
        ACTIVATED,
        ADDRESS_ADDED,
        ADDRESS_REMOVED,
        PASSWORD_SET,
        PASSWORD_CHANGED
    }
}
