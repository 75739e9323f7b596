package io.vestibule.portal.request;

import io.vestibule.platform.database.Columns;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The rule of who sees which request, as SQL over {@code portal.request r}. Every statement of this room that reads for
 * somebody contains it.
 */
final class Reach {

    /** Those of a client one by one, beside the request: what the rule asks of each. */
    static final String EACH = """
            unnest(:each::uuid[], :clients::uuid[], :whole::boolean[], :private::boolean[])
                as q (id, client, whole, private)
            """;

    private static final String TAKES_PART =
            "exists (select from portal.participant p where p.request_id = r.id and p.person_id = %s)";

    private Reach() {}

    /** A condition; the values come with {@link #bind}. */
    static String visible(Access access) {
        if (access.everyClient()) {
            return "(true)";
        }
        String whole = seesPrivate(access) ? "true" : "not r.private";
        return visible(":self", ":ownClient", access.seesWholeClient() ? " or " + whole : "");
    }

    /** The same for many at once, beside {@link #EACH}; the values come with {@link #bindEach}. */
    static String visibleToEach() {
        return visible("q.id", "q.client", " or q.whole and (q.private or not r.private)");
    }

    private static String visible(String self, String client, String rest) {
        return "(r.client_id = " + client + " and not r.withdrawn and (" + TAKES_PART.formatted(self) + rest + "))";
    }

    private static boolean seesPrivate(Access access) {
        return access.may(Permission.SEE_PRIVATE_REQUESTS);
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

    static StatementSpec bindEach(StatementSpec statement, List<Access> people) {
        return statement
                .param("each", Columns.texts(people, person -> String.valueOf(person.personId())))
                .param("clients", Columns.texts(people, person -> String.valueOf(person.clientId())))
                .param("whole", Columns.texts(people, person -> String.valueOf(person.seesWholeClient())))
                .param("private", Columns.texts(people, person -> String.valueOf(seesPrivate(person))));
    }
}
