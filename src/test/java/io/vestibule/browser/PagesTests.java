package io.vestibule.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.sandbox.SandboxRun;
import io.vestibule.support.PageClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;

/** The main pages of the filled sandbox in a real browser: axe finds nothing, and a phone shows them whole. */
@Tag("browser")
class PagesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static SandboxRun sandbox;
    private static Chromium browser;
    private static String signedIn = "";

    @BeforeAll
    static void fillTheSandbox() {
        sandbox = new SandboxRun(folder);
        browser = new Chromium(sandbox.address());
        for (var button : List.of("client-writes", "client-replies", "invoice-arrives", "deal-moves")) {
            browser.open("/sandbox");
            browser.go("#" + button + " form button");
            assertThat(browser.text()).contains("It took");
        }
        sandbox.strangersAppear();
        signInAsStaff();
        await().atMost(PATIENCE).untilAsserted(() -> {
            browser.open("/console/problems");
            assertThat(browser.text()).contains("nina@newcomer.example", "Delta Works Ltd");
        });
    }

    @AfterAll
    static void stop() {
        browser.close();
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox, /sandbox",
        "sign-in, /sign-in",
        "set-up-gone, /set-up/used-already",
        "link-gone, /sign-in/used-already",
    })
    void aPageForEveryoneIsWellMade(String name, String path) {
        forgetSession();
        browser.open(path);
        browser.check(name);
    }

    @ParameterizedTest
    @CsvSource({
        "staff-home, /portal",
        "staff-requests, /portal/requests",
        "staff-request, /portal/requests/REQ-1002",
        "staff-relocation, /portal/requests/REQ-1002/relocation",
        "staff-invoices, /portal/invoices",
        "console-health, /console",
        "console-clients, /console/clients",
        "console-apps, /console/apps",
        "console-connections, /console/connections",
        "console-messages, /console/messages",
        "console-problems, /console/problems",
        "console-quarantine, /console/quarantine",
        "console-quarantine-allowed, /console/quarantine/allowed",
        "console-explain, /console/explain",
        "console-readings, /console/readings",
        "console-reading, /console/messages/received/1/reading",
        "console-links, /console/links",
        "console-links-decided, /console/links?show=decided",
        "console-messages-found, /console/messages?kind=mail&from=2020-01-01T00:00",
        "console-replays, /console/replays",
        "console-replay-new, /console/replays/new?direction=in",
        "console-sums, /console/ledger",
        "console-people, /console/people",
        "console-service-levels, /console/sla",
        "console-sent, /console/messages/sent",
        "console-received-one, /console/messages/received/1",
        "console-sent-one, /console/messages/sent/1",
        "console-new-client, /console/clients/new",
        "console-connect, /console/connections/new",
        "console-connect-app, /console/connections/new?connector=xero",
        "console-connect-form, /console/connections/new?connector=mailbox",
        "console-mailbox, /console/connections/firm-mailbox",
        "console-webhooks, /console/connections/billing-export",
        "console-crm, /console/connections/firm-crm",
        "console-ledger, /console/connections/acme-books",
        "console-account, /console/connections/acme-books/account",
        "console-app, /console/apps/xero",
        "console-new-app, /console/apps/new?connector=hubspot",
        "console-help, /console/connectors/xero/help",
        "staff-new-request, /portal/requests/new",
        "staff-peers, /portal/peers",
        "not-found, /console/nothing-here",
    })
    void aPageOfTheFirmIsWellMade(String name, String path) {
        signInAsStaff();
        browser.open(path);
        assertThat(browser.path()).isEqualTo(path);
        browser.check(name);
    }

    @ParameterizedTest
    @CsvSource({
        "client-home, /portal",
        "client-requests, /portal/requests",
        "client-request, /portal/requests/REQ-1002",
        "client-new-request, /portal/requests/new",
        "client-invoices, /portal/invoices",
        "client-people, /portal/people",
    })
    void aPageOfAClientIsWellMade(String name, String path) {
        signInAsClient();
        browser.open(path);
        assertThat(browser.path()).isEqualTo(path);
        browser.check(name);
    }

    @ParameterizedTest
    @CsvSource({
        "console-client, /console/clients, main table a",
        "console-person, /console/people, main table details a",
        "staff-invoice, /portal/invoices, main table a",
    })
    void aPageBehindAListIsWellMade(String name, String list, String first) {
        signInAsStaff();
        browser.open(list);
        browser.open(String.valueOf(browser.find(first).getDomProperty("href")));
        assertThat(browser.path()).startsWith(list + "/");
        browser.check(name);
    }

    @Test
    void aReplayOfManyIsLookedAtStartedAndCancelled() {
        signInAsStaff();
        browser.open("/console/messages?state=held");
        browser.press("Replay what is found here…");
        assertThat(browser.find("h1").getText()).matches("\\d+ messages would be replayed, of \\d+ found");
        browser.check("console-replay-look");
        // The second one waits for a minute.
        browser.type("perMinute", "1");
        browser.type("reason", "Looked at in a browser");
        browser.go("form[action='/console/replays'] button");
        assertThat(browser.path()).matches("/console/replays/\\d+");
        browser.check("console-replay");
        browser.press("Cancel the rest");
        assertThat(browser.find("h1").getText()).contains("Cancelled");
        browser.open("/console/replays");
        browser.check("console-replays-filled");
    }

    @Test
    void entriesAreMarkedAndLookedAtBeforeTheyGo() {
        signInAsStaff();
        browser.open("/portal/requests/REQ-1002/relocation");
        browser.find("input[name=entries]").click();
        browser.find("#goal-fresh").click();
        browser.type("subject", "A matter of its own");
        browser.go("form:has(#goal-fresh) button[type=submit]");
        assertThat(browser.find("h1").getText()).isEqualTo("1 entry becomes the new request “A matter of its own”");
        browser.check("staff-relocation-look");
        browser.open("/portal/requests/REQ-1002/relocation");
        browser.type("target", "REQ-1");
        browser.go("form:has(#goal-fresh) button[type=submit]");
        assertThat(browser.find("#errors").getText()).contains("Mark at least one entry");
        browser.check("staff-relocation-refused");
    }

    @Test
    void timesAreSaidInTheZoneOfWhoReads() {
        signInAsStaff();
        browser.inZone("Asia/Kathmandu");
        browser.open("/console/messages/received/1");
        assertThat(browser.find("aside time").getText()).endsWith("GMT+5:45");
        browser.inZone("America/New_York");
        browser.open("/console/messages/received/1");
        assertThat(browser.find("aside time").getText()).matches(".*(GMT-[45]|E[SD]T)");
        browser.inZone("");
    }

    @Test
    void withoutScriptsTimesAreSaidInTheFirmsZoneByItsName() {
        var page = new PageClient(sandbox.address());
        var signIn = page.get("/sign-in");
        page.submit(
                signIn,
                "form:has(input[type=password])",
                Map.of("email", "dana.admin@harbourfinch.example", "password", "try-the-vestibule"));
        var time = page.get("/console/messages/received/1").select("aside time");
        assertThat(time.text()).matches("\\w{3} \\d{1,2} \\w{3,4} \\d{4}, \\d\\d:\\d\\d:\\d\\d (UTC|GMT|BST)");
    }

    @Test
    void aConnectionSaysWhereItsWebhooksGoAndWhichAccountItIs() {
        signInAsStaff();
        browser.open("/console/connections/billing-export");
        assertThat(browser.text()).contains("Address for webhooks", sandbox.address() + "/hooks/billing-export");
        browser.open("/console/connections/acme-books/account");
        browser.open("/console/connections/acme-books");
        assertThat(browser.find("section[aria-labelledby=account]").getText()).contains("Acme Ltd (own books)");
    }

    @Test
    void newsOfThePortalIsSaidInWords() {
        signInAsStaff();
        browser.open("/console/messages?source=portal");
        browser.go("main table a");
        assertThat(browser.find("main").getText())
                .doesNotContain("request-opened", "comment-added", "status-changed", "invoice-changed");
    }

    @Test
    void whatWasTypedIsNotLostByLeavingThePage() {
        signInAsStaff();
        browser.open("/portal/requests/new");
        browser.type("subject", "Half a thought");
        assertThat(browser.asksBeforeLeaving()).isTrue();
        browser.open("/portal/requests/new");
        assertThat(browser.asksBeforeLeaving()).isFalse();
    }

    @Test
    void whatWasTypedIsNotLostBySendingAnotherForm() {
        signInAsStaff();
        browser.open("/portal/requests/REQ-1002");
        browser.type("text", "Half an answer");
        assertThat(browser.asksBeforeSending("form[action$='/status']")).isTrue();
        assertThat(browser.asksBeforeSending("form[action$='/comments']")).isFalse();
    }

    @Test
    void whatWasUnfoldedStaysSoWhileThePageLooksForNews() {
        signInAsStaff();
        browser.open("/portal/requests/REQ-1002");
        browser.find("#timeline details summary").click();
        var looksEveryTenSeconds = Duration.ofSeconds(13);
        await().pollDelay(looksEveryTenSeconds)
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(browser.find("#timeline details").getDomProperty("open"))
                                .isEqualTo("true"));
    }

    @Test
    void aRequestIsOpenedAndAnsweredWithMouseAndKeys() {
        signInAsClient();
        browser.open("/portal/requests/new");
        browser.type("subject", "Opened in a browser");
        browser.type("text", "Typed by hand");
        browser.go("main form button[type=submit]");

        assertThat(browser.path()).startsWith("/portal/requests/REQ-");
        assertThat(browser.text()).contains("Opened in a browser", "Typed by hand");
    }

    private static void forgetSession() {
        browser.forgetSession();
        signedIn = "";
    }

    private static void signInAsStaff() {
        if (signedIn.equals("staff")) {
            return;
        }
        forgetSession();
        browser.open("/sign-in");
        browser.find("details:has(input[type=password]) summary").click();
        var form = browser.find("form:has(input[type=password])");
        form.findElement(By.name("email")).sendKeys("dana.admin@harbourfinch.example");
        form.findElement(By.name("password")).sendKeys("try-the-vestibule");
        browser.go("form:has(input[type=password]) button[type=submit]");
        signedIn = "staff";
    }

    /** Asks for a link as a client does, follows it from the mails on the sandbox's page, and presses its button. */
    private static void signInAsClient() {
        if (signedIn.equals("client")) {
            return;
        }
        forgetSession();
        var known = newestLink();
        browser.open("/sign-in");
        browser.find("#link-email").sendKeys("tom.client@acme.example");
        browser.go("form:has(#link-email) button[type=submit]");
        var link = await().atMost(PATIENCE)
                .until(PagesTests::newestLink, found -> !found.isEmpty() && !found.equals(known));
        browser.open(link);
        browser.go("main form button[type=submit]");
        signedIn = "client";
    }

    private static String newestLink() {
        browser.open("/sandbox");
        var links = browser.all("#mails a[href*='/sign-in/']");
        return links.isEmpty() ? "" : String.valueOf(links.getFirst().getDomProperty("href"));
    }
}
