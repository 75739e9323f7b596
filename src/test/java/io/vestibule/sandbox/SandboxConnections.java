package io.vestibule.sandbox;

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
import io.vestibule.support.MailServer;
import io.vestibule.support.vendors.SimulatedXero;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Apps, connections and links of the sandbox in the hub: made once; only the mailbox follows the ports of a start. */
@Component
class SandboxConnections {

    private static final String BY = "sandbox";
    private static final StatusTable DEAL_STAGES = new StatusTable(
            Map.of(
                    "appointmentscheduled", "new",
                    "contractsent", "in-progress",
                    "decisionmakerboughtin", "waiting-on-client",
                    "closedwon", "done",
                    "closedlost", "done"),
            Map.of(
                    "new", "appointmentscheduled",
                    "in-progress", "contractsent",
                    "waiting-on-client", "decisionmakerboughtin",
                    "done", "closedwon"));

    private final Apps apps;
    private final Connections connections;
    private final Links links;
    private final TokenStore tokens;
    private final MailServer mails;
    private final SimulatedXero xero;
    private final Clock clock;

    SandboxConnections(
            Apps apps,
            Connections connections,
            Links links,
            TokenStore tokens,
            MailServer mails,
            SimulatedXero xero,
            Clock clock) {
        this.apps = apps;
        this.connections = connections;
        this.links = links;
        this.tokens = tokens;
        this.mails = mails;
        this.xero = xero;
        this.clock = clock;
    }

    /** @param clients their ids by name; {@code companies}: their ids at the CRM by name */
    void seed(Map<String, UUID> clients, Map<String, String> companies) {
        mailbox();
        hubSpot();
        ledgers(new ClientId(String.valueOf(clients.get("Acme Ltd"))));
        app(new AppDraft(
                SandboxWorld.PUSH_APP, "standard-webhooks", Map.of("webhookSecret", SandboxWorld.PUSH_SECRET), true));
        connection(firmWide(SandboxWorld.PUSH_APP, SandboxWorld.PUSH_APP, Map.of(), Map.of()));
        clients.forEach((name, id) -> link(name, new ClientId(id.toString()), String.valueOf(companies.get(name))));
    }

    private void mailbox() {
        app(new AppDraft(SandboxWorld.MAILBOX_APP, "mailbox", Map.of(), true));
        connection(firmWide(
                SandboxWorld.MAILBOX_APP,
                SandboxWorld.MAILBOX_APP,
                Map.ofEntries(
                        Map.entry("address", SandboxWorld.MAILBOX),
                        Map.entry("fromName", SandboxWorld.FIRM),
                        Map.entry("imapHost", "localhost"),
                        Map.entry("imapPort", Integer.toString(mails.imapPort())),
                        Map.entry("imapSecurity", "none"),
                        Map.entry("imapPassword", SandboxWorld.MAILBOX_PASSWORD),
                        Map.entry("smtpPort", Integer.toString(mails.smtpPort())),
                        Map.entry("smtpSecurity", "none"),
                        Map.entry("replyMode", "plus")),
                Map.of()));
    }

    private void hubSpot() {
        app(new AppDraft(
                SandboxWorld.HUBSPOT_APP, "hubspot", Map.of("clientSecret", SandboxWorld.HUBSPOT_SECRET), true));
        connection(firmWide(
                SandboxWorld.HUBSPOT_APP,
                SandboxWorld.HUBSPOT_CONNECTION,
                Map.of(
                        "portalId", Long.toString(SandboxWorld.HUBSPOT_PORTAL),
                        "accessToken", SandboxWorld.HUBSPOT_TOKEN,
                        "object", "deals",
                        "pipeline", "default",
                        "markerProperty", SandboxWorld.MARKER,
                        "titleProperty", "dealname",
                        "textProperty", "description"),
                Map.of("request", DEAL_STAGES)));
    }

    private void ledgers(ClientId acme) {
        app(new AppDraft(
                SandboxWorld.XERO_APP,
                "xero",
                Map.of(
                        "clientId", SandboxWorld.XERO_CLIENT_ID,
                        "clientSecret", SandboxWorld.XERO_SECRET,
                        "webhookKey", SandboxWorld.XERO_WEBHOOK_KEY),
                true));
        ledger(SandboxWorld.XERO_FIRM_CONNECTION, SandboxWorld.FIRM_TENANT, null);
        ledger(SandboxWorld.XERO_OWN_CONNECTION, SandboxWorld.OWN_TENANT, acme);
    }

    private void ledger(String name, String tenant, @Nullable ClientId client) {
        var isNew = connections.find(name).isEmpty();
        connection(new ConnectionDraft(
                name, SandboxWorld.XERO_APP, "", client, Map.of("tenantId", tenant), Map.of(), true));
        if (isNew) {
            var given = xero.consent();
            tokens.connect(
                    name,
                    new Tokens(
                            given.path("access_token").asText(),
                            given.path("refresh_token").asText(),
                            clock.instant().plusSeconds(given.path("expires_in").asLong())));
        }
    }

    private void link(String name, ClientId client, String hubSpotCompany) {
        var company = SandboxWorld.company(name);
        var by = new Links.By(BY, name);
        links.put(new Links.Key(SandboxWorld.XERO_FIRM_CONNECTION, "contact", company.contact()), null, client, by);
        links.put(new Links.Key(SandboxWorld.HUBSPOT_CONNECTION, "company", hubSpotCompany), null, client, by);
        links.put(new Links.Key(SandboxWorld.PUSH_APP, "client", company.debtor()), null, client, by);
    }

    private static ConnectionDraft firmWide(
            String app, String name, Map<String, String> values, Map<String, StatusTable> statuses) {
        return new ConnectionDraft(name, app, "", null, values, statuses, true);
    }

    private void app(AppDraft draft) {
        if (apps.find(draft.name()).isEmpty()) {
            saved(draft.name(), apps.save(draft, null, BY));
        }
    }

    private void connection(ConnectionDraft draft) {
        var known = connections.find(draft.name());
        if (known.isEmpty() || draft.app().equals(SandboxWorld.MAILBOX_APP)) {
            var version = known.map(connection -> connection.version()).orElse(null);
            saved(draft.name(), connections.save(draft, version, BY));
        }
    }

    private static void saved(String name, Change change) {
        if (!(change instanceof Change.Saved saved) || saved.problem() != null) {
            throw new IllegalStateException("The sandbox can't make " + name + ": " + change);
        }
    }
}
