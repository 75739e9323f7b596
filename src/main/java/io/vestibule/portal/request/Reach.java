package io.vestibule.portal.request;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The rule of who sees which request, as SQL over {@code portal.request r}. Every statement of this room that reads for
 * somebody contains it.
 */
final class Reach {

    private static final String TAKES_PART =
            "exists (select from portal.participant p where p.request_id = r.id and p.person_id = :self)";

    private Reach() {}

    /** A condition; the values come with {@link #bind}. */
    static String visible(Access access) {
        if (access.everyClient()) {
            return "(true)";
        }
        String whole = access.may(Permission.SEE_PRIVATE_REQUESTS) ? "true" : "not r.private";
        String rest = access.seesWholeClient() ? " or " + whole : "";
        return "(r.client_id = :ownClient and not r.withdrawn and (" + TAKES_PART + rest + "))";
    }

    /** Internal notes are never told to the client's people. */
    static String visibleEntry(Access access) {
        return access.isInternal() ? "(true)" : "(e.visibility = 'public')";
    }

    static StatementSpec bind(StatementSpec statement, Access access) {
        return access.everyClient()
                ? statement
                : statement.param("ownClient", access.clientId()).param("self", access.personId());
    }
}
