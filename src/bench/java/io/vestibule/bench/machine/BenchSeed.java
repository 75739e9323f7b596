package io.vestibule.bench.machine;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.connector.TokenStore;
import io.vestibule.hub.connector.Tokens;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Invitation;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.PersonChange;
import io.vestibule.portal.client.Client;
import io.vestibule.portal.client.ClientChange;
import io.vestibule.portal.client.Clients;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Makes the bench's firm at the first start on a database, through the product's own stores; finds it at later ones. */
@Component
class BenchSeed implements ApplicationRunner {

    private static final Access SEED = Access.system("bench");
    private static final String BY = "bench";

    private final People people;
    private final Clients clients;
    private final Apps apps;
    private final Connections connections;
    private final Links links;
    private final TokenStore tokens;
    private final BenchSettings settings;
    private final Clock clock;

    BenchSeed(
            People people,
            Clients clients,
            Apps apps,
            Connections connections,
            Links links,
            TokenStore tokens,
            BenchSettings settings,
            Clock clock) {
        this.people = people;
        this.clients = clients;
        this.apps = apps;
        this.connections = connections;
        this.links = links;
        this.tokens = tokens;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (apps.find(BenchFirm.PUSH_APP).isEmpty()) {
            ledger();
            push();
            clients();
        }
        if (!settings.mailPorts().isEmpty()) {
            mailbox(settings.mailPorts().get(0), settings.mailPorts().get(1));
        }
        if (settings.sinks() > 0) {
            sinks();
        }
    }

    private void ledger() {
        app(
                BenchFirm.LEDGER_APP,
                "xero",
                Map.of("clientId", "bench", "clientSecret", "bench", "webhookKey", BenchFirm.LEDGER_KEY));
        connection(BenchFirm.LEDGER_CONNECTION, BenchFirm.LEDGER_APP, Map.of("tenantId", BenchFirm.LEDGER_TENANT));
        tokens.connect(
                BenchFirm.LEDGER_CONNECTION,
                new Tokens(BenchFirm.LEDGER_TOKEN, null, clock.instant().plus(Duration.ofDays(1))));
    }

    private void push() {
        app(BenchFirm.PUSH_APP, "standard-webhooks", Map.of("webhookSecret", BenchFirm.pushSecret()));
        connection(BenchFirm.PUSH_APP, BenchFirm.PUSH_APP, Map.of());
    }

    private void clients() {
        UUID owner = invited(new Invitation(null, "Ada Admin", "ada@bench.example", Role.INTERNAL_ADMIN, true));
        for (int number = 1; number <= BenchFirm.CLIENTS; number++) {
            String name = BenchFirm.clientName(number);
            clients.create(
                    SEED, new ClientChange(name, List.of(BenchFirm.domain(number)), owner, false, "Accounts", null));
            UUID id = clients.withDomain(SEED, BenchFirm.domain(number))
                    .map(Client::id)
                    .orElseThrow(() -> new IllegalStateException(name + " was refused"));
            invited(new Invitation(id, "Books of " + name, BenchFirm.email(number), Role.CLIENT_ADMIN, true));
            links.put(
                    new Links.Key(BenchFirm.PUSH_APP, "client", BenchFirm.debtor(number)),
                    null,
                    new ClientId(id.toString()),
                    new Links.By(BY, name));
        }
    }

    private UUID invited(Invitation invitation) {
        return switch (people.invite(SEED, invitation)) {
            case PersonChange.Changed made -> made.person().id();
            case PersonChange.Refused no -> throw new IllegalStateException(invitation.email() + ": " + no.reason());
        };
    }

    /** The ports differ at each start. */
    private void mailbox(int imapPort, int smtpPort) {
        if (apps.find(BenchFirm.MAILBOX_APP).isEmpty()) {
            app(BenchFirm.MAILBOX_APP, "mailbox", Map.of());
        }
        connection(
                BenchFirm.MAILBOX_APP,
                BenchFirm.MAILBOX_APP,
                Map.of(
                        "address", BenchFirm.MAILBOX,
                        "fromName", "Bench & Partners",
                        "imapHost", "localhost",
                        "imapPort", Integer.toString(imapPort),
                        "imapSecurity", "none",
                        "imapPassword", BenchFirm.MAILBOX_PASSWORD,
                        "smtpPort", Integer.toString(smtpPort),
                        "smtpSecurity", "none",
                        "replyMode", "plus"));
    }

    private void sinks() {
        if (apps.find(BenchFirm.SINK_APP).isEmpty()) {
            app(BenchFirm.SINK_APP, "bench-sink", Map.of("signingKey", "bench"));
        }
        for (int number = 1; number <= settings.sinks(); number++) {
            String name = BenchFirm.sink(number);
            String system = number <= settings.goneSinks() ? "gone" : "well";
            save(new ConnectionDraft(
                    name, BenchFirm.SINK_APP, name, null, Map.of("system", system, "box", name), Map.of(), true));
        }
    }

    private void app(String name, String connector, Map<String, String> values) {
        saved(name, apps.save(new AppDraft(name, connector, values, true), null, BY));
    }

    private void connection(String name, String app, Map<String, String> values) {
        save(new ConnectionDraft(name, app, "", null, values, Map.of(), true));
    }

    private void save(ConnectionDraft draft) {
        Long version =
                connections.find(draft.name()).map(known -> known.version()).orElse(null);
        saved(draft.name(), connections.save(draft, version, BY));
    }

    private static void saved(String name, Change change) {
        if (!(change instanceof Change.Saved saved) || saved.problem() != null) {
            throw new IllegalStateException("The bench can't make " + name + ": " + change);
        }
    }
}
