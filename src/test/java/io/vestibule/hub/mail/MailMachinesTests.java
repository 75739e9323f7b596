package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.PersonId;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.mail.mailbox.MailboxCheck;
import io.vestibule.hub.sla.SlaReminders;
import io.vestibule.platform.mail.Letter;
import io.vestibule.platform.mail.OutgoingMail;
import io.vestibule.support.TestMail;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** No loop of machines gets going: neither theirs with ours, nor ours with itself. */
class MailMachinesTests extends MailTest {

    @Value("${vestibule.mail.from-address}")
    private String systemAddress;

    @Autowired
    private SlaReminders reminders;

    @Autowired
    private MailboxCheck check;

    private String writer() {
        return contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
    }

    @Test
    void anAutoresponderThatAnswersOurAcknowledgementIsHeardOnceAndNeverAnswered() throws Exception {
        String mailbox = mailbox();
        String writer = writer();
        TestMail first = TestMail.from(writer).to(mailbox).subject("Question").text("Hello");
        send(first);
        RequestView request = requestOf(ended(mailbox, first.messageId()));
        MimeMessage acknowledgement = mailsTo(writer, 1).getFirst();
        TestMail away = TestMail.from(writer)
                .to(acknowledgement.getReplyTo()[0].toString())
                .subject("Away: " + acknowledgement.getSubject())
                .replyingTo(acknowledgement.getMessageID())
                .header("Auto-Submitted", "auto-replied")
                .text("I am away until Monday");
        send(away);

        InboxRow row = ended(mailbox, away.messageId());

        assertThat(row.state()).isEqualTo(InboxState.IGNORED);
        assertThat(row.reason()).isEqualTo("auto-reply");
        assertThat(row.detail()).contains(request.state().number());
        assertThat(MAILS.mailsOf(writer)).hasSize(1);
    }

    @Test
    void aMachineThatHidesItselfGetsFiveAcknowledgementsAnHourAndNoMore() {
        String mailbox = mailbox();
        String writer = writer();
        List<TestMail> mails = IntStream.range(0, 7)
                .mapToObj(i -> TestMail.from(writer)
                        .to(mailbox)
                        .subject("Thank you for your mail")
                        .text("This is number " + i))
                .toList();
        mails.forEach(this::send);
        mails.forEach(mail -> requestOf(ended(mailbox, mail.messageId())));

        await().atMost(SOON).until(() -> outboxRows(writer, "SENT", null) == 5);
        await().atMost(SOON).until(() -> outboxRows(writer, "CANCELLED", "acknowledgement-limit") == 2);
        assertThat(MAILS.mailsOf(writer)).hasSize(5);
    }

    @Test
    void ourOwnMailComingBackIsIgnored() throws Exception {
        String mailbox = mailbox();
        String writer = writer();
        TestMail first = TestMail.from(writer).to(mailbox).subject("Question").text("Hello");
        send(first);
        requestOf(ended(mailbox, first.messageId()));
        MimeMessage acknowledgement = mailsTo(writer, 1).getFirst();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        acknowledgement.writeTo(bytes);
        MAILS.sendRaw(writer, mailbox, bytes.toByteArray());

        InboxRow row = ended(mailbox, acknowledgement.getMessageID());

        assertThat(row.state()).isEqualTo(InboxState.IGNORED);
        assertThat(row.reason()).isEqualTo("own-mail");
    }

    @Test
    void aSignInMailThatReachesAMailboxIsOurOwn() {
        String mailbox = mailbox();
        TestMail signIn = TestMail.from("Vestibule <" + systemAddress + ">")
                .to(mailbox)
                .subject("Your sign-in link")
                .header("Auto-Submitted", "auto-generated")
                .text("Sign in here");
        send(signIn);

        InboxRow row = ended(mailbox, signIn.messageId());

        assertThat(row.state()).as("%s: %s", row.reason(), row.detail()).isEqualTo(InboxState.IGNORED);
        assertThat(row.reason()).isEqualTo("own-mail");
    }

    @Test
    void aSystemMailIsOurOwnAlsoWhenAForwarderWroteItsNameIntoFrom() {
        String mailbox = mailbox();
        OutgoingMail invitation =
                OutgoingMail.generated("new@firm.example", "You are invited", Letter.of(Locale.UK, "Come in"));
        send(TestMail.from("forwarder@elsewhere.example")
                .to(mailbox)
                .header("Message-ID", invitation.messageId())
                .subject(invitation.subject())
                .text(invitation.letter().text()));

        InboxRow row = ended(mailbox, invitation.messageId());

        assertThat(row.state()).isEqualTo(InboxState.IGNORED);
        assertThat(row.reason()).isEqualTo("own-mail");
    }

    @Test
    void aReminderToAnOwnerWhoseAddressIsTheIntakeMailboxGoesToTheAdmins() {
        String mailbox = mailbox();
        String owner = person(mailbox);
        String admin = admin();
        String domain = unique("acme") + ".example";
        portal.execute(Envelope.of(
                unique("client"),
                new UpsertClient(null, unique("Client"), List.of(domain), new PersonId(owner), null, null)));
        TestMail mail = TestMail.from("tom@" + domain).to(mailbox).subject("Hi").text("Hello");
        send(mail);
        RequestView request = requestOf(ended(mailbox, mail.messageId()));
        Timestamp due = await().atMost(SOON).until(() -> breach(request), at -> at != null);
        clock.set(due.toInstant().plus(Duration.ofMinutes(1)));

        await().atMost(SOON).until(() -> {
            reminders.sendDue();
            return MAILS.mailsOf(admin).stream()
                    .anyMatch(sent -> subject(sent).contains(request.state().number()));
        });

        assertThat(outboxRows(mailbox, null, null)).isZero();
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theMailThatTriesOutAMailboxBecomesNoRequest() {
        String mailbox = mailbox();

        MailboxCheck.Result result =
                check.check(connections.find(nameOf(mailbox)).orElseThrow());

        assertThat(result.works()).as(result.words()).isTrue();
        InboxRow row = endedStartingWith(mailbox, "");
        assertThat(row.state()).isEqualTo(InboxState.IGNORED);
        assertThat(row.reason()).isEqualTo("probe");
    }

    private int outboxRows(String target, @Nullable String state, @Nullable String reason) {
        return hubDatabase
                .sql("""
                        select count(*) from hub.outbox_message
                        where target = :target and (:state::text is null or state = :state)
                          and (:reason::text is null or reason = :reason)
                        """)
                .param("target", target)
                .param("state", state)
                .param("reason", reason)
                .query(Integer.class)
                .single();
    }

    private @Nullable Timestamp breach(RequestView request) {
        return hubDatabase
                .sql("""
                        select max(due_at) from hub.sla_reminder
                        where request_id = :id and kind = 'breach' and metric like 'first%' and state = 'OPEN'
                        """)
                .param("id", request.state().id().value())
                .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)))
                .single()
                .orElse(null);
    }
}
