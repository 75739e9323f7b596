package io.vestibule.scenario;

import io.vestibule.VestibuleApplication;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.Links;
import io.vestibule.platform.database.Database;
import io.vestibule.support.PageClient;
import io.vestibule.support.SimulatedWorld;
import io.vestibule.support.vendors.SignedWebhook;
import io.vestibule.support.vendors.StandardWebhooksSender;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A product of its own whose database a test may break, with an admin at the console and a finance system that pushes. */
final class BreakableProduct implements AutoCloseable {

    static final String FINANCE = "finance";
    private static final String DEBTOR = "D-1";

    private final ConfigurableApplicationContext product;
    private final StandardWebhooksSender sender = new StandardWebhooksSender(StandardWebhooksSender.secretOf(FINANCE));
    private final PageClient admin;
    private final FirmPeople people;

    private BreakableProduct(ConfigurableApplicationContext product) {
        this.product = product;
        this.people = new FirmPeople(product);
        UUID client = people.client("Acme", "acme.example", "books@acme.example");
        save(FINANCE, "standard-webhooks", Map.of("webhookSecret", sender.secret()), Map.of());
        product.getBean(Links.class)
                .put(
                        new Links.Key(FINANCE, "client", DEBTOR),
                        null,
                        new ClientId(client.toString()),
                        new Links.By("test", "Acme"));
        this.admin = new PageClient(url(""));
        admin.submit(
                admin.get("/sign-in"),
                "form:has(input[type=password])",
                Map.of("email", FirmPeople.OWNER, "password", FirmPeople.PASSWORD));
    }

    /** @param settings as on the command line, without the dashes */
    static BreakableProduct start(String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.location=classpath:/;classpath:/config/",
                "--server.port=0",
                "--vestibule.public-url=http://localhost",
                "--vestibule.database.patience=2s"));
        List.of(settings).forEach(setting -> arguments.add("--" + setting));
        return new BreakableProduct(new SpringApplicationBuilder(VestibuleApplication.class, SimulatedWorld.class)
                .profiles("test")
                .run(arguments.toArray(String[]::new)));
    }

    /** A mailbox that is looked into, without encryption as on one machine. */
    void mailbox(String name, String address, int imapPort, int smtpPort) {
        save(name, "mailbox", Map.of(), mailboxSettings(address, imapPort, smtpPort));
    }

    static Map<String, String> mailboxSettings(String address, int imapPort, int smtpPort) {
        return Map.of(
                "address", address,
                "fromName", "Firm",
                "imapHost", "127.0.0.1",
                "imapPort", Integer.toString(imapPort),
                "imapSecurity", "none",
                "imapPassword", "secret",
                "smtpPort", Integer.toString(smtpPort),
                "smtpSecurity", "none",
                "replyMode", "plus");
    }

    /** An app and its one connection, named alike. */
    void save(String name, String connector, Map<String, String> ofApp, Map<String, String> ofConnection) {
        saved(product.getBean(Apps.class).save(new AppDraft(name, connector, ofApp, true), null, "test"));
        connect(name, ofConnection, null);
    }

    /** The connection with other settings. */
    void change(String name, Map<String, String> ofConnection) {
        connect(
                name,
                ofConnection,
                product.getBean(Connections.class).find(name).orElseThrow().version());
    }

    private void connect(String name, Map<String, String> values, @Nullable Long version) {
        ConnectionDraft draft = new ConnectionDraft(name, name, "", null, values, Map.of(), true);
        saved(product.getBean(Connections.class).save(draft, version, "test"));
    }

    private static void saved(Change change) {
        if (!(change instanceof Change.Saved)) {
            throw new AssertionError("Not saved: " + change);
        }
    }

    /** News of an invoice, signed now; the id tells whether it is the same again. */
    SignedWebhook invoice(String id, String invoice, int amount) {
        String at = "2026-01-01T00:00:00Z";
        return sender.sign(
                id, Clock.systemUTC().instant(), """
                {"type":"invoice.upserted","timestamp":"%s","data":{"id":"%s","number":"%s","status":"open",\
                "currency":"EUR","total":"%d.25","amountDue":"%d.25","updatedAt":"%s","client":{"id":"%s"}}}\
                """.formatted(at, invoice, invoice, amount, amount, at, DEBTOR));
    }

    FirmPeople people() {
        return people;
    }

    URI hook() {
        return URI.create(url("/hooks/" + FINANCE));
    }

    /** What the admin reads on the console's page about health. */
    String healthPage() {
        return admin.get("/console").text();
    }

    /** What comes back for that page, an error page too. */
    HttpResponse<String> console() {
        return admin.answer("/console");
    }

    /** What the probes of operators are answered. */
    int health() {
        return admin.answer("/actuator/health").statusCode();
    }

    private String url(String path) {
        return "http://localhost:" + product.getEnvironment().getProperty("local.server.port") + path;
    }

    <T> T bean(Class<T> type) {
        return product.getBean(type);
    }

    Database hubDatabase() {
        return product.getBean("hubDatabase", Database.class);
    }

    @Override
    public void close() {
        product.close();
    }
}
