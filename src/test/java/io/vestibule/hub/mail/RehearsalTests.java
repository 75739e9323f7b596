package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.mail.parse.HeaderScan;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.TestMail;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What would become of a mail is what then becomes of it, and finding it out changes nothing. */
class RehearsalTests extends MailTest {

    /** Of mails never received. Each has its own: a command with a key that was used before would have no effect. */
    private static final AtomicLong NO_ROWS = new AtomicLong(Long.MAX_VALUE);

    @Autowired
    private Rehearsal rehearsal;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MeterRegistry meters;

    private String mailbox = "";
    private String domain = "";
    private ClientId client = new ClientId("none");

    @BeforeEach
    void aClient() {
        mailbox = mailbox();
        domain = unique("acme") + ".example";
        client = client(domain);
    }

    @Test
    void aRehearsalEndsAsTheHandlingThatFollowsAndLeavesNothingBehind() {
        String writer = contact(client, unique("tom") + "@mail.example");
        List<TestMail> mails = List.of(
                mail(writer),
                mail("newcomer@" + domain),
                mail(unique("stranger") + "@mail.example"),
                mail(writer).text("-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----"),
                mail(writer).header("Auto-Submitted", "auto-replied"));

        List<Rehearsal.Outcome> foretold = mails.stream()
                .map(mail -> rehearsal.of(neverReceived(mail), mail.bytes()))
                .toList();

        assertThat(mails).allSatisfy(this::assertNoTrace);
        assertThat(portal.sender("newcomer@" + domain).contacts()).isEmpty();
        for (int i = 0; i < mails.size(); i++) {
            send(mails.get(i));
            InboxRow row = ended(mailbox, mails.get(i).messageId());
            assertThat(symbols(foretold.get(i).handling())).isEqualTo(row.state() + " " + row.reason());
        }
    }

    @Test
    void anAnswerIsForetoldAsACommentOnItsRequest() throws Exception {
        String writer = contact(client, unique("tom") + "@mail.example");
        TestMail first = mail(writer);
        send(first);
        RequestView request = requestOf(ended(mailbox, first.messageId()));
        String key = mailsTo(writer, 1).getFirst().getReplyTo()[0].toString();
        TestMail answer = TestMail.from(writer).to(key).subject("Re: it").text("One more thing");

        Rehearsal.Outcome outcome = rehearsal.of(neverReceived(answer), answer.bytes());

        assertThat(outcome.handling())
                .isEqualTo(new Handling.Applied(
                        request.state().number() + ": comment added",
                        "request",
                        request.state().id().value(),
                        client.value()));
        assertThat(portal.comments(request.state().id())).isEmpty();
    }

    /** It is noted for the client, and a mail that was never received has nothing there to be noted at. */
    @Test
    void aMailThatOnlyAsksHowThingsStandIsForetoldToo() throws Exception {
        String writer = contact(client, unique("tom") + "@mail.example");
        TestMail first = mail(writer);
        send(first);
        requestOf(ended(mailbox, first.messageId()));
        String key = mailsTo(writer, 1).getFirst().getReplyTo()[0].toString();
        TestMail question =
                TestMail.from(writer).to(key).subject("Re: it").text("Hi,\n\nany news on this?\n\nThanks\nTom");
        double counted = statusChecks();

        Rehearsal.Outcome outcome = rehearsal.of(neverReceived(question), question.bytes());

        assertThat(outcome.handling()).isInstanceOf(Handling.Applied.class);
        assertThat(outcome.evidence()).anyMatch(line -> line.startsWith("It only asks how the request stands"));
        assertThat(hubDatabase
                        .sql("select count(*) from hub.status_check where address = :address")
                        .param("address", writer)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(statusChecks()).isEqualTo(counted);
        send(question);
        ended(mailbox, question.messageId());
        assertThat(statusChecks()).isEqualTo(counted + 1);
    }

    private double statusChecks() {
        return meters.get("vestibule.mail.status.checks").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @Test
    void aRequestWhoseMailIsReadBetterNowIsCorrectedAndKeepsItsOldWords() {
        String writer = contact(client, unique("tom") + "@mail.example");
        TestMail mail = mail(writer);
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        RequestView request = requestOf(row);
        portalDatabase
                .sql("update portal.request set text = 'As an older reader saw it' where id = :id::uuid")
                .param("id", request.state().id().value())
                .update();
        String page = "/console/messages/received/" + row.id() + "/reading";
        Browser admin = pages();
        assertThat(admin.get(page).text())
                .contains("with other words", "As an older reader saw it", "The question of the mail");
        assertThat(admin.get("/console/readings?source=" + nameOf(mailbox)).text())
                .contains("1 would differ");

        admin.post(page, Map.of());
        admin.post(page, Map.of());

        assertThat(portal.request(request.state().id()).orElseThrow().text()).isEqualTo("The question of the mail");
        assertThat(admin.get(page).text()).contains("Nothing would differ");
        assertThat(admin.get("/portal/requests/" + request.state().number()).text())
                .contains("changed subject or text", "by email", "As an older reader saw it");
        assertThat(rows.history(row.id()))
                .filteredOn(change -> "text-corrected".equals(change.reason()))
                .hasSize(1);
        assertThat(admin.get("/console/readings?source=" + nameOf(mailbox)).text())
                .contains("0 would differ");
    }

    @Test
    void whatHadNoEffectIsComparedBeforeItIsHandledAgain() {
        String writer = "late@" + unique("birch") + ".example";
        TestMail mail = mail(writer);
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        String page = "/console/messages/received/" + row.id() + "/reading";
        assertThat(pages().get(page).text()).contains("Nothing would differ");

        contact(client, writer);

        Browser.Page now = pages().get(page);
        assertThat(now.text()).contains("it would become something else", "A new request: opened");
        assertThat(rows.find(row.id()).orElseThrow().state()).isEqualTo(row.state());
    }

    @Test
    void anUploadedMailIsExplainedAndNotStored() {
        TestMail mail = mail("boss@" + domain).subject("Look at <b>this</b>");
        Browser admin = pages();
        admin.get("/console/explain");
        long before = payloadCount();

        Browser.Page page =
                admin.upload("/console/explain", Map.of("mailbox", nameOf(mailbox)), "question.eml", mail.bytes());

        assertThat(page.text())
                .contains("A new request: opened", "from_email", "boss@" + domain, "Look at <b>this</b>")
                .contains("The domain " + domain + " belongs to");
        assertNoTrace(mail);
        assertThat(portal.sender("boss@" + domain).contacts()).isEmpty();
        assertThat(payloadCount()).isEqualTo(before);
        assertThat(admin.upload("/console/explain", Map.of(), "empty.eml", new byte[0])
                        .text())
                .contains("Choose the file of a mail first");
    }

    /** Whether a machine wrote it is noted when it is handled, and asked again in the same handling. */
    @Test
    void aPersonWhomTheMailboxRefusesIsNotForetoldToBeAMachine() {
        mailbox = mailbox(Map.of("unknownSenders", "refuse", "receivingServers", "mx.firm.example"));
        TestMail person =
                mail(unique("nora") + "@gmail.com").onTop("Authentication-Results", "mx.firm.example; dmarc=pass");
        TestMail machine = mail(unique("robot") + "@gmail.com")
                .header("Precedence", "bulk")
                .onTop("Authentication-Results", "mx.firm.example; dmarc=pass");

        assertThat(List.of(person, machine))
                .extracting(mail -> rehearsal
                        .of(neverReceived(mail), mail.bytes())
                        .handling()
                        .toString())
                .satisfiesExactly(
                        told -> assertThat(told).contains("stranger-refused", "is told so once a day"),
                        untold -> assertThat(untold).contains("stranger-refused", "the mail is a machine's"));
    }

    @Test
    void aMailThatAnotherMailboxRefusedIsForetoldByTheRulesOfThisOne() {
        String other = mailbox(Map.of("unknownSenders", "refuse", "receivingServers", "mx.firm.example"));
        String stranger = unique("nora") + "@gmail.com";
        TestMail mail = mail(stranger).onTop("Authentication-Results", "mx.firm.example; dmarc=pass");
        MAILS.sendRaw(stranger, other, mail.bytes());
        InboxRow refused = ended(other, mail.messageId());
        assertThat(refused.reason()).isEqualTo("stranger-refused");

        Rehearsal.Outcome outcome = rehearsal.of(neverReceived(mail, refused.externalId()), mail.bytes());

        assertThat(symbols(outcome.handling())).isEqualTo("HELD unknown-sender");
    }

    /** As if it came in now: after all others. */
    @Test
    void anUploadedMailWithTheMessageIdOfAnotherIsForetoldToBeHeld() {
        String writer = contact(client, unique("tom") + "@mail.example");
        TestMail first = mail(writer);
        send(first);
        requestOf(ended(mailbox, first.messageId()));
        TestMail other = mail(writer).header("Message-ID", first.messageId()).text("Another question");

        Browser admin = pages();
        admin.get("/console/explain");

        Browser.Page page =
                admin.upload("/console/explain", Map.of("mailbox", nameOf(mailbox)), "other.eml", other.bytes());

        assertThat(page.text()).contains("had the same Message-ID, with another sender or text");
    }

    private long payloadCount() {
        return hubDatabase
                .sql("select count(*) from hub.payload where app = :app")
                .param("app", nameOf(mailbox))
                .query(Long.class)
                .single();
    }

    private void assertNoTrace(TestMail mail) {
        String id = mail.messageId().replaceAll("[<>]", "");
        HeaderScan header = HeaderScan.of(mail.bytes());
        assertThat(portal.requestByOrigin(new ExternalId(nameOf(mailbox), header.externalId())))
                .isEmpty();
        for (String table : List.of("hub.mail_message", "hub.mail_thread")) {
            assertThat(hubDatabase
                            .sql("select count(*) from " + table + " where message_id = :id")
                            .param("id", id)
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    private static String symbols(Handling handling) {
        return switch (handling) {
            case Handling.Applied applied -> "APPLIED null";
            case Handling.Held held -> "HELD " + held.reason();
            case Handling.Ignored ignored -> "IGNORED " + ignored.reason();
            default -> handling.toString();
        };
    }

    private InboxMessage neverReceived(TestMail mail) {
        return neverReceived(mail, HeaderScan.of(mail.bytes()).externalId());
    }

    private InboxMessage neverReceived(TestMail mail, String externalId) {
        HeaderScan header = HeaderScan.of(mail.bytes());
        Map<String, String> headers = Map.of("message-id", header.messageId());
        String name = nameOf(mailbox);
        return new InboxMessage(
                NO_ROWS.getAndDecrement(),
                "mail",
                name,
                mailbox,
                externalId,
                name,
                "mail",
                header.threadRoot(),
                0,
                null,
                0,
                headers,
                clock.instant(),
                1,
                0,
                null,
                Map.of(),
                UUID.randomUUID(),
                null);
    }

    private TestMail mail(String from) {
        return TestMail.from(from).to(mailbox).subject("A question").text("The question of the mail");
    }

    private Browser pages() {
        Cast cast = new Cast(context, browser());
        return cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
    }
}
