package io.vestibule.portal.access;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.PermissionTable.Actor;
import io.vestibule.support.Browser;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * What the permission proof walks through: a client with a request, a private one, a file, an internal note with a file,
 * an invoice and people; another client; and everybody's browser. Made through pages and tables, because this room lies
 * below those of requests and invoices.
 */
final class ProofWorld {

    private final Database portalDatabase;
    private final Cast cast;
    private final Browser template;
    private final UUID client = Ids.next();
    private final UUID otherClient = Ids.next();
    private final UUID invoice = Ids.next();
    private final Person target;
    private final Person staff;
    private final String number;
    private final String privateNumber;
    private final String file;
    private final String internalFile;

    ProofWorld(ApplicationContext context, Browser template) {
        this.portalDatabase = context.getBean("portalDatabase", Database.class);
        this.cast = new Cast(context, template);
        this.template = template;
        addClient(client, "Proof client");
        addClient(otherClient, "Other client");
        addInvoice();
        target = cast.person(client, Role.CLIENT_MEMBER);
        staff = cast.person(null, Role.INTERNAL_ADMIN);
        Browser admin = cast.signIn(staff);
        number = opened(admin, "A question of ours", false);
        privateNumber = opened(admin, "Private matter", true);
        file = attached(admin, "comments", Map.of("text", "a file"));
        internalFile = attached(admin, "notes", Map.of("note", "Between us"));
    }

    Browser browserOf(Actor actor) {
        return switch (actor) {
            case INTERNAL_ADMIN -> signedIn(null, Role.INTERNAL_ADMIN, false);
            case INTERNAL_CONTRIBUTOR -> signedIn(null, Role.INTERNAL_CONTRIBUTOR, false);
            case CLIENT_ADMIN -> signedIn(client, Role.CLIENT_ADMIN, false);
            case CLIENT_MEMBER -> signedIn(client, Role.CLIENT_MEMBER, false);
            case BILLING_MEMBER -> signedIn(client, Role.CLIENT_MEMBER, true);
            case READ_ONLY_VIEWER -> signedIn(client, Role.VIEWER, false);
            case BILLING_VIEWER -> signedIn(client, Role.VIEWER, true);
            case UNADMITTED -> cast.signIn(cast.stranger(client));
            case ADMIN_OF_ANOTHER_CLIENT -> signedIn(otherClient, Role.CLIENT_ADMIN, false);
            case NOBODY -> template.another();
        };
    }

    /** The address with the things of the client in it; in the console with things that are not there. */
    String address(String pattern) {
        String id = pattern.contains("/files/")
                ? file
                : pattern.contains("/invoices/")
                        ? invoice.toString()
                        : pattern.contains("/people/") ? target.id().toString() : anything(pattern);
        return pattern.replace("{number}", number)
                .replace("{person}", target.id().toString())
                .replace("{id}", id)
                .replace("{address}", Ids.next().toString())
                .replace("{name}", "nothing")
                .replace("{connection}", "nothing")
                .replace("{kind}", "contact")
                .replace("{key}", "key")
                .replace("{token}", "no-token");
    }

    private static String anything(String pattern) {
        return pattern.contains("/messages/") || pattern.contains("/problems/") || pattern.contains("/replays/")
                ? "999999999"
                : Ids.next().toString();
    }

    /** Fields with which the call would work for who may make it. */
    Map<String, String> form(String pattern) {
        if (pattern.endsWith("/people")) {
            String email = "new-" + Ids.next() + "@example.com";
            return Map.of("name", "New", "email", email, "role", "CLIENT_MEMBER", "client", client.toString());
        }
        if (pattern.endsWith("/addresses")) {
            return Map.of("email", "further-" + Ids.next() + "@example.com");
        }
        if (pattern.endsWith("/role")) {
            return Map.of("role", "CLIENT_MEMBER", "billing", "true");
        }
        if (pattern.endsWith("/participants")) {
            return Map.of("person", target.id().toString());
        }
        return Map.of(
                "subject", "New",
                "text", "text",
                "note", "a note",
                "to", "DONE",
                "team", "Team " + Ids.next(),
                "confidential", "false",
                "email", "someone@example.com",
                "password", "wrong",
                "newPassword", "short",
                "client", client.toString());
    }

    /** Changes when anything of the client does. */
    String fingerprint() {
        return portalDatabase
                .sql("""
                        select md5(string_agg(part, '|' order by part)) from (
                            select r::text part from portal.request r where r.client_id = :client
                            union all
                            select e.id::text from portal.entry e join portal.request r on r.id = e.request_id
                            where r.client_id = :client
                            union all
                            select p.request_id || ' ' || p.person_id || p.muted from portal.participant p
                            join portal.request r on r.id = p.request_id where r.client_id = :client
                            union all
                            select p.email || p.role || p.billing || p.admitted || p.active from portal.person p
                            where p.client_id = :client or p.client_id is null
                            union all
                            select a::text from portal.person_address a join portal.person p on p.id = a.person_id
                            where p.client_id = :client
                            union all
                            select v::text from portal.person_event v join portal.person p on p.id = v.person_id
                            where p.client_id = :client
                            union all
                            select i::text from portal.invoice i where i.client_id = :client) parts
                        """)
                .param("client", client)
                .query(String.class)
                .single();
    }

    /** Somebody who takes part in the private request and is no admin. */
    Browser participant() {
        Browser admin = cast.signIn(staff);
        String path = "/portal/requests/" + privateNumber;
        admin.get(path);
        admin.post(path + "/participants", Map.of("person", target.id().toString()));
        return cast.signIn(target);
    }

    /** Id of a colleague of the participant. */
    String colleague() {
        return cast.person(client, Role.CLIENT_MEMBER).id().toString();
    }

    String number() {
        return number;
    }

    String privateNumber() {
        return privateNumber;
    }

    String internalFile() {
        return internalFile;
    }

    String invoiceNumber() {
        return "PROOF-" + invoice;
    }

    String targetEmail() {
        return target.email();
    }

    UUID client() {
        return client;
    }

    private Browser signedIn(@Nullable UUID of, Role role, boolean billing) {
        return cast.signIn(cast.person(of, role, billing));
    }

    private String opened(Browser browser, String subject, boolean confidential) {
        browser.get("/portal/requests/new");
        Map<String, String> form =
                Map.of("client", client.toString(), "subject", subject, "confidential", Boolean.toString(confidential));
        String path = Objects.requireNonNull(
                browser.post("/portal/requests/new", form).location());
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String attached(Browser browser, String kind, Map<String, String> fields) {
        String path = "/portal/requests/" + number;
        browser.get(path);
        browser.upload(path + "/" + kind, fields, "file.txt", new byte[] {1, 2, 3});
        String link =
                browser.get(path).link("li.v-event-" + (kind.equals("notes") ? "note" : "comment") + " .v-files a");
        return link.substring(link.lastIndexOf('/') + 1);
    }

    private void addClient(UUID id, String name) {
        portalDatabase
                .sql("insert into portal.client (id, name) values (:id, :name)")
                .param("id", id)
                .param("name", name)
                .update();
    }

    private void addInvoice() {
        portalDatabase
                .sql("""
                        insert into portal.invoice (id, client_id, origin_account, origin_id, number, status, currency,
                            total, amount_due, source, source_updated_at, seen_at)
                        values (:id, :client, 'ledger', :origin, :number, 'open', 'GBP', 10, 10, 'Ledger', now(), now())
                        """)
                .param("id", invoice)
                .param("client", client)
                .param("origin", invoice.toString())
                .param("number", invoiceNumber())
                .update();
    }
}
