package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.connector.TokenStore;
import io.vestibule.hub.connector.Tokens;
import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.support.Browser;
import io.vestibule.support.CapturesOutput;
import io.vestibule.support.TestMail;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;

/**
 * Secrets go in and never come out: each kind is entered once, used and refused once, and then searched for wherever
 * the product shows or keeps anything. Every search also finds something public, so that it can fail.
 */
@CapturesOutput
class SecretsStayInsideTests extends ScenarioTest {

    private final String known = "public" + word();
    private final String mailbox = "box" + word();
    private final String wrongMailbox = "wrong" + word();
    private final String ledger = "books" + word();
    private final String crm = "crm" + word();

    private static final List<String> API =
            List.of("/clients", "/people", "/requests", "/invoices", "/feed", "/openapi.yaml", "/feed-events.yaml");

    @Autowired
    private CamelContext camel;

    @Autowired
    private TokenStore tokens;

    @Autowired
    private GeneratedSecrets generated;

    @Value("${vestibule.key}")
    private String key;

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private Browser admin = new Browser("");

    @BeforeEach
    void everySecretIsEnteredAndUsed(CapturedOutput output) {
        secrets.put("key of the installation", key);
        secrets.put("peer token", generated.get("peer-token"));
        secrets.put("feed secret", generated.get("feed-secret"));
        secrets.put("password of a person", FirmPeople.PASSWORD);
        ledgerWithTokens();
        crmWithAccessToken();
        mailboxes();
        admin = browser();
        admin.get("/sign-in");
        admin.post("/sign-in", Map.of("email", FirmPeople.OWNER, "password", FirmPeople.PASSWORD));
        use();
        LoggerFactory.getLogger(getClass()).info("Nothing but {} is known outside", known);
        assertThat(output.getAll()).as("the log is captured").contains(known);
    }

    @Test
    void noSecretIsFoundAnywhere(CapturedOutput output) throws Exception {
        Map<String, String> shown = new LinkedHashMap<>();
        Map<String, String> pages = EverythingShown.pages(admin, starts());
        assertThat(pages).hasSizeGreaterThan(20).containsKeys("/console/people", "/console/sla", "/portal/requests");
        assertThat(pages.get("/console/connections")).contains(ledger, crm, mailbox);
        shown.putAll(pages);
        Map<String, String> routes = EverythingShown.camel(camel);
        assertThat(routes).containsKeys("dump of receive-mail-" + mailbox, "dump of template receive-mail");
        shown.putAll(routes);
        Map<String, String> beans = EverythingShown.managementBeans();
        assertThat(beans).containsKey("java.lang:type=Runtime");
        shown.putAll(beans);
        shown.putAll(api());
        shown.put("log", output.getAll());

        assertThat(found(shown)).isEmpty();
    }

    @Test
    void noSecretIsReadableInTheDatabase() {
        assertThat(EverythingShown.tablesWith(hubDatabase, List.of(ledger)))
                .as("tables that name the connection")
                .contains("hub.connection", "hub.token");
        assertThat(EverythingShown.tables(portalDatabase)).contains("portal.peer_token", "platform.spring_session");

        assertThat(EverythingShown.tablesWith(hubDatabase, List.copyOf(secrets.values())))
                .isEmpty();
        assertThat(EverythingShown.tablesWith(portalDatabase, List.copyOf(secrets.values())))
                .isEmpty();
    }

    private void ledgerWithTokens() {
        firm.app(
                ledger,
                "xero",
                Map.of(
                        "clientId", known,
                        "clientSecret", secret("secret of an app"),
                        "webhookKey", secret("webhook key")));
        firm.connection(
                ledger, ledger, null, Map.of("tenantId", UUID.randomUUID().toString()));
        String refresh = secret("refresh token");
        tokens.connect(
                ledger,
                new Tokens(secret("access token"), refresh, clock.instant().plusSeconds(1800)));
    }

    private void crmWithAccessToken() {
        firm.app(crm, "hubspot", Map.of("clientSecret", secret("secret of another app")));
        String portalId = Long.toString(Math.floorMod(UUID.randomUUID().getMostSignificantBits(), 1_000_000_000L));
        firm.connection(
                crm,
                crm,
                null,
                Map.of(
                        "portalId",
                        portalId,
                        "accessToken",
                        secret("secret of a connection"),
                        "markerProperty",
                        "show_in_portal"));
    }

    private void mailboxes() {
        String password = secret("password of a mailbox");
        mails.addMailbox(mailbox + "@firm.example", password);
        mailbox(mailbox, password, password);
        mails.addMailbox(wrongMailbox + "@firm.example", "another");
        mailbox(wrongMailbox, secret("wrong password of a mailbox"), secret("password for sending"));
    }

    private void mailbox(String name, String password, String smtpPassword) {
        firm.app(name, "mailbox", Map.of());
        firm.connection(
                name,
                name,
                null,
                Map.of(
                        "address",
                        name + "@firm.example",
                        "imapHost",
                        "localhost",
                        "imapPort",
                        Integer.toString(mails.imapPort()),
                        "imapSecurity",
                        "none",
                        "imapPassword",
                        password,
                        "smtpPort",
                        Integer.toString(mails.smtpPort()),
                        "smtpSecurity",
                        "none",
                        "smtpPassword",
                        smtpPassword,
                        "replyMode",
                        "plus"));
    }

    /** Each secret goes where it is used, and most are refused there. */
    private void use() {
        for (String connection : List.of(ledger, crm, mailbox, wrongMailbox)) {
            admin.get("/console/connections/" + connection);
            String path = "/console/connections/" + connection;
            assertThat(admin.post(path + "/test", Map.of()).location()).isEqualTo(path);
            admin.get(path);
            admin.post(path, Map.of("accessToken", secret("retyped secret " + connection), "portalId", "no number"));
        }
        String subject = unique("Secrets");
        mails.send(TestMail.from("stranger@" + known + ".example")
                .to(mailbox + "@firm.example")
                .subject(subject)
                .text("Hello"));
        eventually(() -> inbox.with(subject, "HELD"));
        admin.send(admin.request("/hooks/" + ledger)
                .header("Authorization", "Basic " + secret("password of a sender"))
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    }

    private List<String> starts() {
        List<String> starts = new ArrayList<>(List.of(
                "/console", "/console/apps", "/console/connections", "/console/messages", "/console/messages/sent"));
        List.of(ledger, crm, mailbox, wrongMailbox).forEach(name -> {
            starts.add("/console/apps/" + name);
            starts.add("/console/connections/" + name);
        });
        starts.addAll(List.of("/portal", "/actuator/health", "/actuator/prometheus"));
        return starts;
    }

    private Map<String, String> api() {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String path : API) {
            Browser peer = browser();
            Browser.Page answer = peer.send(peer.request("/portal/api/v1" + path)
                    .header("Authorization", "Bearer " + generated.get("peer-token")));
            assertThat(answer.status()).as(path).isEqualTo(200);
            answers.put(
                    "API " + path,
                    answer.answer().headers().map() + answer.answer().body());
        }
        return answers;
    }

    private List<String> found(Map<String, String> shown) {
        List<String> found = new ArrayList<>();
        shown.forEach((place, text) -> secrets.forEach((what, secret) -> {
            if (text.contains(secret)) {
                found.add(what + " in " + place);
            }
        }));
        return found;
    }

    /** A new value of this kind, to be searched for. */
    private String secret(String what) {
        return secrets.computeIfAbsent(what, kind -> "never" + word() + word());
    }

    private static String word() {
        return unique("x").substring(2);
    }
}
