package io.vestibule.portal.access;

import io.vestibule.portal.api.Scope;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of section "who may do what", page by page and call by call. A page or call without a line here fails
 * {@link PermissionProofTests}.
 */
final class PermissionTable {

    private PermissionTable() {}

    /** Who asks. All but the last three belong to the firm or to the client whose things the addresses name. */
    enum Actor {
        INTERNAL_ADMIN,
        INTERNAL_CONTRIBUTOR,
        CLIENT_ADMIN,
        CLIENT_MEMBER,
        BILLING_MEMBER,
        READ_ONLY_VIEWER,
        BILLING_VIEWER,
        /** Wrote from the client's domain and is not admitted. */
        UNADMITTED,
        ADMIN_OF_ANOTHER_CLIENT,
        NOBODY
    }

    private static final Set<Actor> FIRM = EnumSet.of(Actor.INTERNAL_ADMIN, Actor.INTERNAL_CONTRIBUTOR);
    private static final Set<Actor> CLIENT_WRITERS =
            EnumSet.of(Actor.CLIENT_ADMIN, Actor.CLIENT_MEMBER, Actor.BILLING_MEMBER);
    private static final Set<Actor> CLIENT_READERS =
            union(CLIENT_WRITERS, EnumSet.of(Actor.READ_ONLY_VIEWER, Actor.BILLING_VIEWER));
    private static final Set<Actor> CLIENT_BILLING =
            EnumSet.of(Actor.CLIENT_ADMIN, Actor.BILLING_MEMBER, Actor.BILLING_VIEWER);
    private static final Set<Actor> ADMINS =
            EnumSet.of(Actor.INTERNAL_ADMIN, Actor.CLIENT_ADMIN, Actor.ADMIN_OF_ANOTHER_CLIENT);

    /** Who is let through; everybody else is refused. */
    enum Rule {
        OPEN(EnumSet.allOf(Actor.class)),
        SIGNED_IN(EnumSet.complementOf(EnumSet.of(Actor.NOBODY))),
        /** Opens requests at the own client. */
        OPENS(union(FIRM, union(CLIENT_WRITERS, EnumSet.of(Actor.UNADMITTED, Actor.ADMIN_OF_ANOTHER_CLIENT)))),
        READS_REQUEST(union(FIRM, CLIENT_READERS)),
        WRITES_REQUEST(union(FIRM, CLIENT_WRITERS)),
        STAFF(FIRM),
        HIDES_REQUEST(union(FIRM, EnumSet.of(Actor.CLIENT_ADMIN))),
        LISTS_INVOICES(union(FIRM, union(CLIENT_BILLING, EnumSet.of(Actor.ADMIN_OF_ANOTHER_CLIENT)))),
        READS_INVOICE(union(FIRM, CLIENT_BILLING)),
        LISTS_PEOPLE(union(FIRM, ADMINS)),
        INVITES(ADMINS),
        CHANGES_PERSON(EnumSet.of(Actor.INTERNAL_ADMIN, Actor.CLIENT_ADMIN)),
        CONSOLE_READ(FIRM),
        CONSOLE_WRITE(EnumSet.of(Actor.INTERNAL_ADMIN)),
        /** Bearer tokens with the scope only: a session is no token. */
        PEERS_READ(Scope.READS),
        PEERS_FEED(Scope.FEED),
        PEERS_FILES(Scope.FILES),
        PEERS_COMMAND(Scope.COMMANDS);

        @SuppressWarnings("ImmutableEnumChecker") // the sets above are never changed
        private final Set<Actor> allowed;

        private final @Nullable Scope scope;

        Rule(Set<Actor> allowed) {
            this.allowed = allowed;
            this.scope = null;
        }

        Rule(Scope scope) {
            this.allowed = EnumSet.noneOf(Actor.class);
            this.scope = scope;
        }

        /** What a token needs for it; null where no token counts. */
        @Nullable
        Scope scope() {
            return scope;
        }

        boolean allows(Actor actor) {
            return allowed.contains(actor);
        }
    }

    private static final String LINES = """
            GET  /                                                    OPEN
            ANY  /error                                               OPEN
            GET  /sign-in                                             OPEN
            POST /sign-in                                             OPEN
            POST /sign-in/links                                       OPEN
            GET  /sign-in/links/{token}                               OPEN
            POST /sign-in/links/{token}                               OPEN
            GET  /sign-in/passwords/{token}                           OPEN
            POST /sign-in/passwords/{token}                           OPEN
            GET  /set-up/{token}                                      OPEN
            POST /set-up/{token}                                      OPEN
            GET  /mail/stop/{key}                                     OPEN
            POST /mail/stop/{key}                                     OPEN

            GET  /portal                                              SIGNED_IN
            GET  /portal/requests                                     SIGNED_IN
            GET  /portal/requests/new                                 OPENS
            POST /portal/requests/new                                 OPENS
            GET  /portal/requests/{number}                            READS_REQUEST
            POST /portal/requests/{number}/comments                   WRITES_REQUEST
            POST /portal/requests/{number}/notes                      STAFF
            POST /portal/requests/{number}/status                     WRITES_REQUEST
            POST /portal/requests/{number}/assignment                 STAFF
            POST /portal/requests/{number}/privacy                    HIDES_REQUEST
            POST /portal/requests/{number}/participants               WRITES_REQUEST
            POST /portal/requests/{number}/participants/{person}/removal WRITES_REQUEST
            POST /portal/requests/{number}/participants/{person}/mails WRITES_REQUEST
            POST /portal/requests/{number}/onlookers                  STAFF
            GET  /portal/requests/{number}/relocation                 STAFF
            POST /portal/requests/{number}/relocation                 STAFF
            POST /portal/requests/{number}/relocation/look            STAFF
            POST /portal/requests/{number}/relocation/undo            STAFF
            GET  /portal/files/{id}                                   READS_REQUEST
            GET  /portal/files/{id}/written                           READS_REQUEST
            GET  /portal/invoices                                     LISTS_INVOICES
            GET  /portal/invoices/{id}                                READS_INVOICE
            GET  /portal/people                                       LISTS_PEOPLE
            POST /portal/people                                       INVITES
            GET  /portal/people/{id}                                  CHANGES_PERSON
            POST /portal/people/{id}/role                             CHANGES_PERSON
            POST /portal/people/{id}/admission                        CHANGES_PERSON
            POST /portal/people/{id}/deactivation                     CHANGES_PERSON
            POST /portal/people/{id}/activation                       CHANGES_PERSON

            GET  /portal/peers                                        CONSOLE_WRITE
            POST /portal/peers                                        CONSOLE_WRITE
            POST /portal/peers/{name}/rotation                        CONSOLE_WRITE
            POST /portal/peers/{name}/removal                         CONSOLE_WRITE

            GET  /portal/api/v1/openapi.yaml                          OPEN
            GET  /portal/api/v1/feed-events.yaml                      OPEN
            GET  /portal/api/v1/clients                               PEERS_READ
            GET  /portal/api/v1/clients/{id}                          PEERS_READ
            GET  /portal/api/v1/contacts                              PEERS_READ
            GET  /portal/api/v1/people                                PEERS_READ
            GET  /portal/api/v1/senders                               PEERS_READ
            GET  /portal/api/v1/requests                              PEERS_READ
            GET  /portal/api/v1/requests/{id}                         PEERS_READ
            GET  /portal/api/v1/requests/{id}/comments                PEERS_READ
            GET  /portal/api/v1/invoices                              PEERS_READ
            GET  /portal/api/v1/invoices/{id}                         PEERS_READ
            GET  /portal/api/v1/feed                                  PEERS_FEED
            GET  /portal/api/v1/files/{id}                            PEERS_FILES
            PUT  /portal/api/v1/files/{key}                           PEERS_FILES
            POST /portal/api/v1/commands                              PEERS_COMMAND

            GET  /console                                             CONSOLE_READ
            GET  /console/ledger                                      CONSOLE_READ
            GET  /console/people                                      CONSOLE_READ
            POST /console/people                                      CONSOLE_WRITE
            GET  /console/people/{id}                                 CONSOLE_WRITE
            POST /console/people/{id}/role                            CONSOLE_WRITE
            POST /console/people/{id}/addresses                       CONSOLE_WRITE
            POST /console/people/{id}/addresses/{address}/removal     CONSOLE_WRITE
            POST /console/people/{id}/admission                       CONSOLE_WRITE
            POST /console/people/{id}/deactivation                    CONSOLE_WRITE
            POST /console/people/{id}/activation                      CONSOLE_WRITE
            GET  /console/clients                                     CONSOLE_READ
            GET  /console/clients/new                                 CONSOLE_WRITE
            POST /console/clients                                     CONSOLE_WRITE
            GET  /console/clients/{id}                                CONSOLE_READ
            POST /console/clients/{id}                                CONSOLE_WRITE
            POST /console/clients/{id}/contacts/deliverability        CONSOLE_WRITE
            POST /console/clients/{id}/contacts                       CONSOLE_WRITE
            GET  /console/apps                                        CONSOLE_READ
            GET  /console/apps/new                                    CONSOLE_WRITE
            POST /console/apps                                        CONSOLE_WRITE
            GET  /console/apps/{name}                                 CONSOLE_READ
            POST /console/apps/{name}                                 CONSOLE_WRITE
            POST /console/apps/{name}/state                           CONSOLE_WRITE
            GET  /console/connections                                 CONSOLE_READ
            GET  /console/connections/new                             CONSOLE_WRITE
            POST /console/connections                                 CONSOLE_WRITE
            GET  /console/connections/{name}                          CONSOLE_READ
            POST /console/connections/{name}                          CONSOLE_WRITE
            POST /console/connections/{name}/state                    CONSOLE_WRITE
            POST /console/connections/{name}/test                     CONSOLE_WRITE
            POST /console/connections/{name}/next-try                 CONSOLE_WRITE
            POST /console/connections/{name}/authorization            CONSOLE_WRITE
            GET  /console/connections/{name}/account                  CONSOLE_WRITE
            POST /console/connections/{name}/account                  CONSOLE_WRITE
            GET  /console/oauth/callback                              CONSOLE_WRITE
            GET  /console/connectors/{name}/icon                      CONSOLE_READ
            GET  /console/connectors/{name}/help                      CONSOLE_READ
            GET  /console/messages                                    CONSOLE_READ
            GET  /console/messages/sent                               CONSOLE_READ
            GET  /console/messages/received/{id}                      CONSOLE_READ
            GET  /console/messages/sent/{id}                          CONSOLE_READ
            GET  /console/messages/received/{id}/original             CONSOLE_WRITE
            POST /console/messages/received/{id}/replay               CONSOLE_WRITE
            POST /console/messages/sent/{id}/replay                   CONSOLE_WRITE
            POST /console/messages/sent/{id}/dismissal                CONSOLE_WRITE
            POST /console/messages/sent/dismissals                    CONSOLE_WRITE
            GET  /console/replays                                     CONSOLE_READ
            GET  /console/replays/new                                 CONSOLE_WRITE
            POST /console/replays                                     CONSOLE_WRITE
            GET  /console/replays/{id}                                CONSOLE_READ
            POST /console/replays/{id}/state                          CONSOLE_WRITE
            GET  /console/problems                                    CONSOLE_READ
            POST /console/problems/{id}/assignment                    CONSOLE_WRITE
            POST /console/problems/{id}/admission                     CONSOLE_WRITE
            POST /console/problems/{id}/dismissal                     CONSOLE_WRITE
            GET  /console/quarantine                                  CONSOLE_READ
            POST /console/quarantine/decisions                        CONSOLE_WRITE
            GET  /console/quarantine/allowed                          CONSOLE_READ
            POST /console/quarantine/allowed                          CONSOLE_WRITE
            POST /console/quarantine/allowed/{id}/removal             CONSOLE_WRITE
            GET  /console/explain                                     CONSOLE_WRITE
            POST /console/explain                                     CONSOLE_WRITE
            GET  /console/readings                                    CONSOLE_WRITE
            GET  /console/messages/received/{id}/reading              CONSOLE_WRITE
            POST /console/messages/received/{id}/reading              CONSOLE_WRITE
            GET  /console/links                                       CONSOLE_READ
            POST /console/links                                       CONSOLE_WRITE
            GET  /console/links/{connection}/{kind}                   CONSOLE_READ
            POST /console/links/{connection}/{kind}                   CONSOLE_WRITE
            GET  /console/sla                                         CONSOLE_READ
            """;

    /** Rule by "METHOD /address". */
    static Map<String, Rule> rules() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        LINES.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] parts = line.strip().split("\\s+", -1);
            rules.put(parts[0] + " " + parts[1], Rule.valueOf(parts[2]));
        });
        return rules;
    }

    private static Set<Actor> union(Set<Actor> one, Set<Actor> other) {
        Set<Actor> both = EnumSet.copyOf(one);
        both.addAll(other);
        return both;
    }

    static Set<Actor> actors() {
        return EnumSet.copyOf(Arrays.asList(Actor.values()));
    }
}
