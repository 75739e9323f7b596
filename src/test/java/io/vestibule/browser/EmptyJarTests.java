package io.vestibule.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.support.MailServer;
import io.vestibule.support.TestMail;
import io.vestibule.support.vendors.SimulatedXero;
import io.vestibule.support.vendors.SimulatedXero.NewInvoice;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A firm begins: the built jar in an empty folder (see {@link RunningJar}), and one person with a browser who makes the
 * first administrator, a client, a mailbox and a Xero by hand, and then sees walks 1 and 2 on the pages. The steps build
 * on each other, in the order in which a person takes them.
 */
@Tag("browser")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmptyJarTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TENANT = "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f";
    private static final String WEBHOOK_KEY = "webhook-key-of-the-firm";
    private static final String MAILBOX = "hello@firm.example";
    private static final String CLIENT = "tom@acme.example";
    private static final Pattern LINK = Pattern.compile("http://localhost:\\d+/\\S+");

    @TempDir
    static Path folder;

    private static MailServer mails;
    private static SimulatedXero xero;
    private static RunningJar jar;
    private static Chromium browser;

    @BeforeAll
    static void startTheJarInAnEmptyFolder() {
        mails = MailServer.onRandomPorts();
        mails.addMailbox(MAILBOX, "mailbox-password");
        xero = new SimulatedXero(WEBHOOK_KEY);
        xero.addOrganisation(TENANT, "The Firm");
        jar = RunningJar.start(folder, mails, List.of(xero));
        browser = new Chromium(jar.address());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (jar != null) {
            jar.close();
        }
        xero.close();
        mails.close();
    }

    @Test
    @Order(1)
    void theSetUpLinkMakesTheFirstAdministrator() {
        browser.open(jar.setUpLink());
        browser.check("empty-set-up");
        browser.type("name", "Dana Admin");
        browser.type("email", "dana@firm.example");
        browser.type("newPassword", "a long and quiet evening");
        browser.press("Create and sign in");

        assertThat(browser.path()).isEqualTo("/console");
        browser.check("empty-console");
    }

    @Test
    @Order(2)
    void aClientWithADomainAndAContactIsAdded() {
        browser.press("Clients");
        browser.press("Add a client");
        browser.type("name", "Acme Ltd");
        browser.type("domains", "acme.example");
        browser.choose("ownerId", "Dana Admin");
        browser.press("Save");
        assertThat(browser.text()).contains("The client was added.");

        browser.type("contactName", "Tom Client");
        browser.type("contactEmail", CLIENT);
        browser.choose("contactRole", "Client Admin");
        browser.press("Add");

        assertThat(browser.text()).contains(CLIENT + " was added.", "Tom Client");
        browser.check("empty-client");
    }

    @Test
    @Order(3)
    void whoIsInvitedBeforeThereIsAMailboxIsToldHowToGetInWithoutTheMail() {
        browser.press("People");
        invite("Cora Contributor", "cora@firm.example");

        assertThat(browser.text()).contains("Cora Contributor", "no mail could leave", "/sign-in");
    }

    @Test
    @Order(4)
    void aMailboxIsConnectedAndItsTestSignsInBothWays() {
        browser.press("Connections");
        browser.press("Add a connection");
        browser.check("empty-choose");
        browser.press("Mailbox");
        browser.type("name", "firm-mail");
        browser.choose("client", "the whole firm");
        browser.type("field.address", MAILBOX);
        browser.type("field.imapHost", "localhost");
        browser.type("field.imapPort", String.valueOf(mails.imapPort()));
        browser.choose("field.imapSecurity", "None (only inside your own network)");
        browser.type("field.imapPassword", "mailbox-password");
        browser.type("field.smtpPort", String.valueOf(mails.smtpPort()));
        browser.choose("field.smtpSecurity", "None (only inside your own network)");
        browser.choose("field.replyMode", "Plus addresses");
        browser.press("Save");
        assertThat(browser.text()).contains("Saved.");

        browser.press("Test connection");

        assertThat(browser.text()).contains("It works:");
        browser.check("empty-mailbox");
    }

    @Test
    @Order(5)
    void whoIsInvitedNowGetsAMailWithALinkToAPassword() {
        browser.press("People");
        invite("Carl Contributor", "carl@firm.example");
        assertThat(browser.text()).contains("The invitation to carl@firm.example is on its way.");

        assertThat(text(mailTo("carl@firm.example", "Your account is ready"))).containsPattern(LINK);
    }

    @Test
    @Order(6)
    void aXeroIsRegisteredSignedInToTestedAndSwitchedOn() {
        browser.press("Connections");
        browser.press("Add a connection");
        browser.press("Xero");
        browser.press("Add an app for Xero");
        browser.type("name", "xero");
        browser.type("field.clientId", "4B2C0D1E9F8A47B6A5C4D3E2F1A0B9C8");
        browser.type("field.clientSecret", "client-secret-of-the-firm");
        browser.type("field.webhookKey", WEBHOOK_KEY);
        browser.press("Save");
        assertThat(browser.text()).contains(jar.address() + "/hooks/xero");
        browser.check("empty-xero-app");

        browser.press("Add a connection");
        browser.type("name", "firm-ledger");
        browser.choose("client", "the whole firm");
        browser.press("Save");
        assertThat(browser.text()).contains("Now press “Sign in to Xero”");
        browser.press("Sign in to Xero");
        browser.press("Allow access");
        assertThat(browser.path()).isEqualTo("/console/connections/firm-ledger");
        assertThat(browser.text()).contains("Signed in: this is The Firm.", TENANT);

        browser.press("Test connection");
        assertThat(browser.text()).contains("It works: Xero answered 200.");
        browser.check("empty-xero");
    }

    @Test
    @Order(7)
    void aClientsMailIsARequestAndItsSenderHearsOfItAndAnswers() {
        mails.send(TestMail.from("Tom Client <" + CLIENT + ">")
                .to(MAILBOX)
                .subject("VAT return Q3")
                .text("Please find out what is due."));
        var acknowledgement = mailTo(CLIENT, "VAT return Q3");
        assertThat(text(acknowledgement)).containsPattern("REQ-\\d+").contains("We answer by");

        browser.open("/portal/requests");
        browser.press("REQ-1001 VAT return Q3");
        assertThat(browser.text()).contains("Acme Ltd", "Tom Client", "Please find out what is due.", "Dana Admin");
        var request = browser.path();

        mails.send(answerTo(acknowledgement, "It is the one of the third quarter."));

        await().atMost(PATIENCE).untilAsserted(() -> {
            browser.open(request);
            assertThat(browser.text()).contains("It is the one of the third quarter.");
        });
        browser.check("empty-request");
    }

    @Test
    @Order(8)
    void aLedgersWebhookIsAnInvoiceAsSoonAsItIsSaidWhoseItIs() {
        xero.addContact(TENANT, "717f2bfc-c6d4-41fd-b238-3f2f0c0cf777", "Acme Limited", "books@acme.example");
        var id = xero.addInvoice(
                TENANT,
                new NewInvoice(
                        "717f2bfc-c6d4-41fd-b238-3f2f0c0cf777",
                        "INV-301",
                        new BigDecimal("1190.00"),
                        "EUR",
                        LocalDate.of(2026, 9, 1),
                        LocalDate.of(2026, 10, 1)));
        var answer =
                xero.webhook(xero.invoiceNews(TENANT, "CREATE", id)).sendTo(URI.create(jar.address() + "/hooks/xero"));
        assertThat(answer.statusCode()).isEqualTo(200);

        await().atMost(PATIENCE).untilAsserted(() -> {
            browser.open("/console/problems");
            assertThat(browser.text()).contains("Contact Acme Limited (books@acme.example)");
        });
        browser.check("empty-held");
        browser.press("It belongs to Acme Ltd");

        await().atMost(PATIENCE).untilAsserted(() -> {
            browser.open("/portal/invoices");
            assertThat(browser.text()).contains("INV-301");
        });
    }

    @Test
    @Order(9)
    void theClientSignsInByAMailedLinkAndSeesRequestAndInvoice() {
        browser.forgetSession();
        browser.open("/sign-in");
        browser.find("#link-email").sendKeys(CLIENT);
        browser.press("Mail me a link");
        browser.open(link(mailTo(CLIENT, "Your sign-in link")));
        browser.press("Sign in now");
        browser.check("empty-client-home");

        browser.press("Requests");
        assertThat(browser.text()).contains("VAT return Q3");
        browser.press("Invoices");
        browser.press("INV-301");
        assertThat(browser.text()).contains("1,190.00", "Xero");
        browser.check("empty-client-invoice");
    }

    private static void invite(String name, String email) {
        browser.type("name", name);
        browser.type("email", email);
        browser.press("Send the invitation");
    }

    private static TestMail answerTo(MimeMessage mail, String text) {
        try {
            return TestMail.from("Tom Client <" + CLIENT + ">")
                    .to(mail.getReplyTo()[0].toString())
                    .subject("Re: " + mail.getSubject())
                    .replyingTo(mail.getMessageID())
                    .text(text);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MimeMessage mailTo(String address, String subject) {
        return await().atMost(PATIENCE)
                .until(
                        () -> mails.mailsOf(address).stream()
                                .filter(mail -> subject(mail).contains(subject))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    private static String link(MimeMessage mail) {
        var match = LINK.matcher(text(mail));
        assertThat(match.find()).as("a link in " + subject(mail)).isTrue();
        return match.group();
    }

    private static String subject(MimeMessage mail) {
        try {
            return String.valueOf(mail.getSubject());
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Part mail) {
        try {
            return mail.getContent() instanceof Multipart parts
                    ? text(parts.getBodyPart(0))
                    : String.valueOf(mail.getContent());
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
