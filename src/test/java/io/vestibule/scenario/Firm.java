package io.vestibule.scenario;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.Connection.StatusTable;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.connector.TokenStore;
import io.vestibule.hub.connector.Tokens;
import io.vestibule.platform.id.Ids;
import io.vestibule.support.MailServer;
import io.vestibule.support.SimulatedWorld;
import io.vestibule.support.TestMail;
import io.vestibule.support.vendors.SimulatedHubSpot;
import io.vestibule.support.vendors.SimulatedXero;
import io.vestibule.support.vendors.StandardWebhooksSender;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * The firm of the scenario tests, made once per application context: a mailbox, an app of Xero with the firm's ledger,
 * one of HubSpot for tickets, a system that pushes. Clients are made per test, so tests don't see each other.
 */
final class Firm {

    static final String MARKER = "show_in_portal";
    static final String XERO_APP = "xero";
    static final String LEDGER = "firm-ledger";
    static final String HUBSPOT_APP = "hubspot";
    static final String CRM = "firm-crm";
    static final String PUSH_APP = "billing";
    static final String MAILBOX = "help@firm.example";

    private final ApplicationContext context;
    private final FirmPeople people;
    private final String tenant = UUID.randomUUID().toString();

    /** A company the firm serves, linked at ledger and CRM, with one person who writes. */
    record FirmClient(
            UUID id,
            String name,
            String domain,
            String email,
            String ownerEmail,
            String team,
            String xeroContact,
            String company) {

        ClientId clientId() {
            return new ClientId(id.toString());
        }
    }

    Firm(ApplicationContext context) {
        this.context = context;
        this.people = new FirmPeople(context);
        mailbox();
        xero().addOrganisation(tenant, "Firm ledger");
        app(
                XERO_APP,
                "xero",
                Map.of("clientId", "id", "clientSecret", "secret", "webhookKey", SimulatedWorld.XERO_WEBHOOK_KEY));
        ledger(LEDGER, tenant, null);
        app(HUBSPOT_APP, "hubspot", Map.of("clientSecret", SimulatedWorld.HUBSPOT_CLIENT_SECRET));
        hubSpot().acceptToken("private-app-token");
        connection(
                CRM,
                HUBSPOT_APP,
                null,
                Map.of(
                        "portalId",
                        Long.toString(hubSpot().portalId()),
                        "accessToken",
                        "private-app-token",
                        "markerProperty",
                        MARKER));
        app(PUSH_APP, "standard-webhooks", Map.of("webhookSecret", push().secret()));
        connection(PUSH_APP, PUSH_APP, null, Map.of());
    }

    private void mailbox() {
        var mails = bean(MailServer.class);
        mails.addMailbox(MAILBOX, "mailbox-password");
        app("firm-mailbox", "mailbox", Map.of());
        connection(
                "firm-mailbox",
                "firm-mailbox",
                null,
                Map.of(
                        "address", MAILBOX,
                        "imapHost", "localhost",
                        "imapPort", Integer.toString(mails.imapPort()),
                        "imapSecurity", "none",
                        "imapPassword", "mailbox-password",
                        "smtpPort", Integer.toString(mails.smtpPort()),
                        "smtpSecurity", "none",
                        "replyMode", "plus"));
    }

    FirmClient client() {
        var word = word();
        var domain = word + ".example";
        var email = "tom@" + domain;
        var contact = UUID.randomUUID().toString();
        xero().addContact(tenant, contact, "Client " + word, email);
        var company = hubSpot().create("companies", Map.of("name", "Client " + word), Map.of());
        var id = people.client("Client " + word, domain, email);
        var client = new FirmClient(
                id, "Client " + word, domain, email, FirmPeople.OWNER, FirmPeople.TEAM, contact, company);
        link(LEDGER, "contact", contact, client);
        link(CRM, "company", company, client);
        link(PUSH_APP, "client", domain, client);
        return client;
    }

    /** A contact of the ledger that nobody linked with a client yet. */
    String unlinkedContact() {
        var id = UUID.randomUUID().toString();
        xero().addContact(tenant, id, "Unknown " + word(), "books@" + word() + ".example");
        return id;
    }

    /** A Xero organisation of the client's own under the firm's app, with one customer in it. Its tenant id. */
    String ownOrganisation(FirmClient client) {
        var own = UUID.randomUUID().toString();
        xero().addOrganisation(own, client.name());
        xero().addContact(own, customerOf(own), "A customer", "customer@customer.example");
        ledger("books-" + word(), own, client.clientId());
        return own;
    }

    String customerOf(String ownTenant) {
        return UUID.nameUUIDFromBytes(ownTenant.getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    String ledger() {
        return tenant;
    }

    StandardWebhooksSender push() {
        return new StandardWebhooksSender(StandardWebhooksSender.secretOf("scenario push"));
    }

    /** A mail of this client's person with this subject, ready to be sent. */
    TestMail mailFrom(FirmClient client, String subject) {
        return TestMail.from("Tom Client <" + client.email() + ">")
                .to(MAILBOX)
                .subject(subject)
                .text("Hello");
    }

    FirmPeople people() {
        return people;
    }

    private void ledger(String name, String ledgerTenant, @Nullable ClientId client) {
        connection(name, XERO_APP, client, Map.of("tenantId", ledgerTenant));
        var given = xero().consent();
        bean(TokenStore.class)
                .connect(
                        name,
                        new Tokens(
                                given.path("access_token").asText(),
                                given.path("refresh_token").asText(),
                                bean(Clock.class).instant().plusSeconds(1800)));
    }

    void app(String name, String connector, Map<String, String> values) {
        saved(bean(Apps.class).save(new AppDraft(name, connector, values, true), null, "test"));
    }

    void connection(String name, String app, @Nullable ClientId client, Map<String, String> values) {
        var draft = new ConnectionDraft(name, app, "", client, values, Map.of(), true);
        saved(bean(Connections.class).save(draft, null, "test"));
    }

    /** Another table of request statuses for the CRM. */
    void crmStatuses(Map<String, String> in, Map<String, String> out) {
        var present = bean(Connections.class).find(CRM).orElseThrow();
        var tables = Map.of("request", new StatusTable(in, out));
        var draft = new ConnectionDraft(
                CRM, HUBSPOT_APP, present.account(), null, new HashMap<>(present.settings()), tables, true);
        saved(bean(Connections.class).save(draft, present.version(), "test"));
    }

    private void link(String connection, String kind, String externalId, FirmClient client) {
        bean(Links.class)
                .put(
                        new Links.Key(connection, kind, externalId),
                        null,
                        client.clientId(),
                        new Links.By("test", client.name()));
    }

    private static void saved(Change change) {
        if (!(change instanceof Change.Saved saved) || saved.problem() != null) {
            throw new AssertionError("Not saved: " + change);
        }
    }

    private SimulatedXero xero() {
        return bean(SimulatedXero.class);
    }

    private SimulatedHubSpot hubSpot() {
        return bean(SimulatedHubSpot.class);
    }

    private <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    private static String word() {
        return Ids.token().replaceAll("[^A-Za-z0-9]", "").substring(0, 10).toLowerCase(Locale.ROOT);
    }

    static URI hook(int port, String app) {
        return URI.create("http://127.0.0.1:" + port + "/hooks/" + app);
    }
}
