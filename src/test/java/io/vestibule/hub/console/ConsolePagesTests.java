package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.AppDraft;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Change;
import io.vestibule.hub.connection.ConnectionDraft;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.VestibuleTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What an admin does in the console, in a browser without script. */
class ConsolePagesTests extends VestibuleTest {

    private static final String SECRET = "whsec_c2VjcmV0LW9mLXRoZS1jb25zb2xlLXRlc3Q=";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Connections connections;

    @Autowired
    private Apps apps;

    @Autowired
    private Inbox inbox;

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    @BeforeEach
    void signIn() {
        Cast cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
    }

    @Test
    void everyPageOpens() {
        for (String path : List.of(
                "/console",
                "/console/problems",
                "/console/links",
                "/console/links?show=decided",
                "/console/messages",
                "/console/messages/sent",
                "/console/replays",
                "/console/replays/new?direction=out",
                "/console/replays/new?direction=in&state=dead",
                "/console/clients",
                "/console/clients/new",
                "/console/apps",
                "/console/apps/new?connector=xero",
                "/console/connections",
                "/console/connections/new",
                "/console/connections/new?connector=xero",
                "/console/connections/new?connector=mailbox",
                "/console/connectors/xero/help",
                "/console/sla")) {
            Page page = admin.get(path);
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.text()).as(path).doesNotContain("??");
        }
    }

    @Test
    void aClientIsCreatedChangedAndGetsPeople() {
        String name = unique("Birch");
        String domain = unique("birch") + ".example";
        String client = created(name, domain);

        Page page = admin.get(client);
        assertThat(page.html().select("#field-name").val()).isEqualTo(name);
        assertThat(page.text()).contains(domain);
        admin.post(client + "/contacts", Map.of("contactEmail", "tom@" + domain, "contactName", "Tom"));
        assertThat(admin.get(client).text()).contains("tom@" + domain);

        admin.post(client + "/contacts", Map.of("contactEmail", "tom@" + domain, "contactRole", "client-admin"));
        assertThat(admin.get(client).text())
                .as("their role is not changed by the way")
                .contains("Tom is a contact of this client already")
                .contains("Client Member");
    }

    @Test
    void aWrongDomainIsExplainedBesideItsField() {
        admin.get("/console/clients/new");
        Page page = admin.post("/console/clients", Map.of("name", unique("X"), "domains", "not a domain"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html().select("#about-domains").text()).contains("acme.example");
    }

    @Test
    void aTeamsAddressCantBeOneOfOurOwnMailboxes() {
        String mailbox = unique("help") + "@firm.example";
        Map<String, String> values = Map.of(
                "address",
                mailbox,
                "imapHost",
                "127.0.0.1",
                "imapPort",
                "1",
                "imapSecurity",
                "none",
                "imapPassword",
                "secret",
                "smtpPort",
                "1",
                "smtpSecurity",
                "none",
                "replyMode",
                "none");
        String name = unique("box");
        apps.save(new AppDraft(name, "mailbox", Map.of(), true), null, "test");
        assertThat(connections.save(new ConnectionDraft(name, name, "", null, values, Map.of(), false), null, "test"))
                .isInstanceOf(Change.Saved.class);
        admin.get("/console/clients/new");

        Page page = admin.post("/console/clients", Map.of("name", unique("X"), "teamAddress", mailbox));

        assertThat(page.html().select("#about-teamAddress").text()).contains("one of our own mailboxes");
    }

    @Test
    void aDefaultOwnerIsTakenAwayByTheForm() {
        String owner = new Cast(context, browser())
                .person(null, Role.INTERNAL_CONTRIBUTOR)
                .id()
                .toString();
        admin.get("/console/clients/new");
        String name = unique("Owned");
        String client = Objects.requireNonNull(admin.post("/console/clients", Map.of("name", name, "ownerId", owner))
                .location());
        assertThat(admin.get(client)
                        .html()
                        .select("#field-ownerId option[selected]")
                        .val())
                .isEqualTo(owner);

        admin.post(client, Map.of("name", name, "ownerId", ""));

        assertThat(admin.get(client).html().select("#field-ownerId").val()).isEmpty();
    }

    @Test
    void aConnectionIsMadeFromTheConnectorsFormSwitchedOffAndOnAgain() {
        String name = sender();
        Page page = admin.get("/console/connections/" + name);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.answer().body()).doesNotContain(SECRET);

        admin.post("/console/connections/" + name + "/state", Map.of("enabled", "false"));
        assertThat(connections.find(name).orElseThrow().enabled()).isFalse();
        admin.post("/console/connections/" + name + "/state", Map.of("enabled", "true"));
        assertThat(connections.find(name).orElseThrow().enabled()).isTrue();
        assertThat(admin.get("/console").text()).contains(name);
    }

    @Test
    void aMailboxThatIsRefusedLeavesNoAppBehind() {
        String name = unique("mailbox");
        admin.get("/console/connections/new?connector=mailbox");

        Page again = admin.post(
                "/console/connections",
                Map.of("connector", "mailbox", "name", name, "client", "firm", "field.address", "no address"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.html().select("#field-name").val()).isEqualTo(name);
        assertThat(apps.find(name)).isEmpty();
        assertThat(connections.find(name)).isEmpty();
    }

    @Test
    void aSenderThatIsNeverCalledHasNothingToTry() {
        String name = sender();
        admin.get("/console/connections/" + name);
        Page answer = admin.post("/console/connections/" + name + "/test", Map.of());
        assertThat(admin.follow(answer).text()).contains("nothing to try").contains("/hooks/" + name);
    }

    @Test
    void connectorsAreChosenByTheirDrawingWhichCanRunNothing() {
        Page page = admin.get("/console/connections/new");
        assertThat(page.html().select("img[src=/console/connectors/xero/icon][alt]"))
                .hasSize(1);
        Page icon = admin.get("/console/connectors/xero/icon");
        assertThat(icon.header("Content-Type")).isEqualTo("image/svg+xml");
        assertThat(icon.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(icon.answer().headers().allValues("Content-Security-Policy"))
                .allSatisfy(policy -> assertThat(policy).contains("default-src 'none'"));
        assertThat(admin.get("/console/connectors/nobody/icon").status()).isEqualTo(404);
    }

    @Test
    void aMissingFieldIsExplainedAndNothingIsStored() {
        String name = unique("sender");
        admin.get("/console/connections/new?connector=standard-webhooks");
        Page page = admin.post(
                "/console/connections", Map.of("connector", "standard-webhooks", "name", name, "client", "firm"));
        assertThat(page.html().select(".v-errors").text()).contains("missing");
        assertThat(connections.find(name)).isEmpty();
    }

    @Test
    void aHeldMessageIsAssignedOnTheProblemsPage() {
        String name = sender();
        String client = created(unique("Cedar"), unique("cedar") + ".example");
        long id = inbox.receive(new Delivery(
                        "webhook",
                        name,
                        "{}".getBytes(StandardCharsets.UTF_8),
                        "application/json",
                        Map.of(),
                        List.of(new Delivery.Item(
                                "", unique("event"), null, "invoice.upserted", unique("key"), "{}", null))))
                .getFirst()
                .id();
        String message = "/console/messages/received/" + id;
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !admin.get(message).text().contains("Next try"));

        Page page = admin.get(message);
        assertThat(page.text()).contains("invoice.upserted");
        Page download = admin.get(message + "/original");
        assertThat(download.header("Content-Disposition")).startsWith("attachment");
        admin.post(
                "/console/problems/" + id + "/assignment",
                Map.of("clientId", client.substring(client.lastIndexOf('/') + 1)));
        admin.post(message + "/replay", Map.of());
        assertThat(admin.get(message).status()).isEqualTo(200);
    }

    @Test
    void aContributorReadsButChangesNothingAndSeesNoOriginals() {
        String name = sender();
        Cast cast = new Cast(context, browser());
        Browser reader = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        assertThat(reader.get("/console/connections/" + name).status()).isEqualTo(200);
        assertThat(reader.post("/console/connections/" + name + "/state", Map.of("enabled", "false"))
                        .status())
                .isEqualTo(403);
        assertThat(connections.find(name).orElseThrow().enabled()).isTrue();
        assertThat(reader.get("/console/messages/received/1/original").status()).isEqualTo(403);
    }

    @Test
    void whoSavesAClientThatSomebodyChangedMeanwhileIsTold() {
        String domain = unique("d") + ".example";
        String path = created(unique("Client"), domain);
        String version = Objects.requireNonNull(admin.get(path).html().selectFirst("input[name=version]"))
                .val();
        Map<String, String> mine = Map.of("name", unique("Mine"), "domains", domain, "version", version);
        admin.post(path, Map.of("name", unique("Theirs"), "domains", domain, "version", version));

        Page told = admin.post(path, mine);

        assertThat(told.status()).isNotEqualTo(302);
        assertThat(told.text()).contains("Somebody else changed this client");
        assertThat(admin.get(path).text()).doesNotContain(mine.get("name"));
    }

    @Test
    void whoSavesAConnectionThatSomebodyChangedMeanwhileIsToldBeforeItIsOverwritten() {
        String path = "/console/connections/" + sender();
        String theirs = idOf(created(unique("Theirs"), unique("t") + ".example"));
        String mine = idOf(created(unique("Mine"), unique("m") + ".example"));
        String version = version(admin.get(path));
        admin.post(path, Map.of("client", "client:" + theirs, "version", version));

        Page told = admin.post(path, Map.of("client", "client:" + mine, "version", version));

        assertThat(told.text()).contains("Somebody else changed it meanwhile");
        assertThat(connections.find(idOf(path)).orElseThrow().client()).isEqualTo(new ClientId(theirs));
        assertThat(admin.post(path, Map.of("client", "client:" + mine, "version", version(told)))
                        .status())
                .isEqualTo(302);
    }

    @Test
    void whoSavesAnAppThatSomebodyChangedMeanwhileIsTold() {
        String path = "/console/apps/" + sender();
        String version = version(admin.get(path));
        admin.post(path, Map.of("field.webhookSecret", SECRET, "version", version));

        Page told = admin.post(path, Map.of("field.webhookSecret", SECRET, "version", version));

        assertThat(told.text()).contains("Somebody else changed it meanwhile");
    }

    @Test
    void cursorsAndDatesThatAreNoneAreNoFailures() {
        String id = "-".repeat(36);
        for (String address : List.of(
                "/portal/requests?status=all&cursor=99999999999999999_" + id,
                "/portal/invoices?cursor=2026-19-39_0190f5fe-0000-7000-8000-000000000000",
                "/portal/invoices?cursor=2026-10-01_" + id)) {
            assertThat(admin.get(address).status()).as(address).isEqualTo(200);
        }
    }

    /** What the form on the page says was looked at; empty when it does not say. */
    private static String version(Page page) {
        return page.html().select("input[name=version]").val();
    }

    private static String idOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The path of a new client's page. */
    private String created(String name, String domain) {
        admin.get("/console/clients/new");
        Page answer = admin.post("/console/clients", Map.of("name", name, "domains", domain));
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
        return Objects.requireNonNull(answer.location());
    }

    /** The name of a new plain sender of webhooks. */
    private String sender() {
        String name = unique("sender");
        admin.get("/console/connections/new?connector=standard-webhooks");
        Map<String, String> form =
                Map.of("connector", "standard-webhooks", "name", name, "client", "firm", "field.webhookSecret", SECRET);
        Page answer = admin.post("/console/connections", form);
        assertThat(answer.status()).as(answer.text()).isEqualTo(302);
        return name;
    }
}
