package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.support.TestMail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every mail ends in a named state, whatever it is, and none keeps those behind it waiting. */
class BadMailTests extends MailTest {

    private static final int LARGE = 22 * 1024 * 1024;
    private static final int TOO_LARGE = 29 * 1024 * 1024;

    @Autowired
    private MailEvidence evidence;

    private String writer() {
        return contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
    }

    private String sendRaw(String mailbox, String headers, String body) {
        String id = "<" + unique("raw") + "@mail.example>";
        String mail = "Message-ID: " + id + "\r\n" + headers + "\r\n\r\n" + body;
        MAILS.sendRaw("writer@mail.example", mailbox, mail.getBytes(StandardCharsets.ISO_8859_1));
        return id;
    }

    @Test
    void aMailThatNamesNoSenderIsHeldForAPerson() {
        String mailbox = mailbox();

        InboxRow row = ended(mailbox, sendRaw(mailbox, "Subject: Who?", "Guess"));

        assertThat(row.state()).isEqualTo(InboxState.HELD);
        assertThat(row.reason()).isEqualTo("no-sender");
    }

    @Test
    void brokenMimeNullBytesAndAnUnknownCharsetAreReadAsFarAsTheyGo() {
        String mailbox = mailbox();
        String from = "From: " + writer() + "\r\n";
        String broken = sendRaw(
                mailbox,
                from + "Content-Type: multipart/mixed; boundary=\"never\"",
                "--other\r\nContent-Type: text/plain\r\n\r\nNo such boundary");
        String nulls = sendRaw(mailbox, from + "Subject: A\0B", "one\0two");
        String charset = sendRaw(mailbox, from + "Content-Type: text/plain; charset=x-nobody-knows", "na\u00efve");

        InboxRow read = ended(mailbox, broken);
        assertThat(requestOf(read).text()).contains("No such boundary");
        assertThat(evidence.of(read.id())).anyMatch(line -> line.contains("is not parted as it says"));
        assertThat(requestOf(ended(mailbox, nulls)).text()).contains("onetwo");
        assertThat(requestOf(ended(mailbox, charset)).text()).isEqualTo("naïve");
    }

    /** GreenMail answers such a mail with an envelope that no client can read, as servers with a weak parser do. */
    @Test
    void aMailThatItsServerCantDescribeIsTakenAllTheSame() {
        String mailbox = mailbox();

        InboxRow row =
                ended(mailbox, sendRaw(mailbox, "From: \"\" (Delivery System)\r\nSubject: Returned", "Not delivered"));

        assertThat(row.reason()).isEqualTo("no-sender");
    }

    @Test
    void aMailWithoutMessageIdIsOneRequest() {
        String mailbox = mailbox();
        send(TestMail.from(writer())
                .to(mailbox)
                .without("Message-ID")
                .subject("No id")
                .text("Hello"));

        assertThat(requestOf(endedStartingWith(mailbox, "")).state().subject()).isEqualTo("No id");
    }

    @Test
    void ofTwoHundredAttachmentsFiftyAreTakenAndTheRestIsNamed() {
        String mailbox = mailbox();
        TestMail mail = TestMail.from(writer()).to(mailbox).subject("Files").text("All of them");
        IntStream.range(0, 200)
                .forEach(i ->
                        mail.attach("f" + i + ".txt", "text/plain", ("file " + i).getBytes(StandardCharsets.US_ASCII)));
        send(mail);

        RequestView request = requestOf(ended(mailbox, mail.messageId()));

        assertThat(request.text())
                .startsWith("All of them")
                .contains("Left out", "f50.txt (7 bytes): more than 50 files in one mail", "and 50 more");
        assertThat(portalDatabase
                        .sql("""
                                select count(*) from portal.attachment a join portal.entry e on e.id = a.entry_id
                                where e.request_id = :id::uuid
                                """)
                        .param("id", request.state().id().value())
                        .query(Integer.class)
                        .single())
                .isEqualTo(50);
    }

    @Test
    void whatIsSaidInPlaceOfWordsAndFilesIsInTheClientsLanguage() {
        String mailbox = mailbox();
        ClientId client = client(unique("acme") + ".example");
        UpsertClient wishes = new UpsertClient(client, null, null, null, null, null, "de", null);
        assertThat(portal.execute(Envelope.of(unique("wishes"), wishes))).isInstanceOf(Answer.Applied.class);
        TestMail mail = TestMail.from(contact(client, unique("tom") + "@mail.example"))
                .to(mailbox)
                .subject("")
                .text("");
        IntStream.range(0, 51)
                .forEach(i ->
                        mail.attach("f" + i + ".txt", "text/plain", ("file " + i).getBytes(StandardCharsets.US_ASCII)));
        send(mail);

        RequestView request = requestOf(ended(mailbox, mail.messageId()));

        assertThat(request.state().subject()).isEqualTo("(kein Betreff)");
        assertThat(request.text())
                .isEqualTo("(kein Text, siehe Anhänge)\n\n[Nicht übernommen, aber in der Original-E-Mail aufbewahrt:\n"
                        + "- f50.txt (7 Bytes): mehr als 50 Dateien in einer E-Mail]");
    }

    @Test
    void aMailOf30MegabytesIsTakenALargerOneIsHeldAndTheNextOneIsServed() {
        String mailbox = mailbox();
        String writer = writer();
        TestMail large = TestMail.from(writer)
                .to(mailbox)
                .subject("Large")
                .attach("large.bin", "application/pdf", new byte[LARGE]);
        TestMail tooLarge = TestMail.from(writer)
                .to(mailbox)
                .subject("Too large")
                .attach("huge.bin", "application/pdf", new byte[TOO_LARGE]);
        TestMail next = TestMail.from(writer).to(mailbox).subject("Next").text("Hello");
        // Laid into the mailbox: the test's SMTP server takes its time for mails that large.
        MAILS.sendRaw("", mailbox, large.bytes());
        MAILS.sendRaw("", mailbox, tooLarge.bytes());
        send(next);

        assertThat(requestOf(ended(mailbox, next.messageId())).text()).isEqualTo("Hello");
        requestOf(ended(mailbox, large.messageId()));
        InboxRow held = ended(mailbox, tooLarge.messageId());
        assertThat(held.state()).isEqualTo(InboxState.HELD);
        assertThat(held.reason()).isEqualTo("too-large");
    }

    /** Six letters and no NUL; and one that is. */
    @Test
    void aSubjectThatSpellsOrHasANulIsTaken() {
        String mailbox = mailbox();
        String writer = writer();
        TestMail spelled = TestMail.from(writer)
                .to(mailbox)
                .subject("Error \\u0000 in \\ input")
                .text("Hello");
        send(spelled);

        assertThat(requestOf(ended(mailbox, spelled.messageId())).state().subject())
                .isEqualTo("Error \\u0000 in \\ input");
        MAILS.sendRaw(
                "",
                mailbox,
                ("From: " + writer + "\r\nTo: " + mailbox + "\r\nMessage-ID: <nul\0@mail.example>\r\n"
                                + "References: <a\0b@mail.example>\r\nSubject: With \0 in it\r\n\r\nHello\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        await().atMost(SOON).until(() -> applied(mailbox) == 2);
    }

    private long applied(String mailbox) {
        return hubDatabase
                .sql("select count(*) from hub.inbox_message where account = :mailbox and state = 'APPLIED'")
                .param("mailbox", mailbox)
                .query(Long.class)
                .single();
    }

    @Test
    void aReusedMessageIdWithAnotherTextIsHeldAndTheFirstMailStays() {
        String mailbox = mailbox();
        String writer = writer();
        TestMail first = TestMail.from(writer).to(mailbox).subject("One").text("First");
        send(first);
        requestOf(ended(mailbox, first.messageId()));
        send(TestMail.from(writer)
                .to(mailbox)
                .header("Message-ID", first.messageId())
                .subject("Two")
                .text("Second"));

        InboxRow row = await().atMost(SOON)
                .until(() -> ended(mailbox, first.messageId()), last -> last.state() == InboxState.HELD);

        assertThat(row.reason()).isEqualTo("message-id-reused");
    }

    @Test
    void theSameMailInASecondMailboxIsADuplicate() {
        String one = mailbox();
        String other = mailbox();
        TestMail mail = TestMail.from(writer()).to(one, other).subject("Both").text("Hello");
        send(mail);

        List<InboxRow> rows = List.of(ended(one, mail.messageId()), ended(other, mail.messageId()));

        assertThat(rows).extracting(InboxRow::state).containsExactlyInAnyOrder(InboxState.APPLIED, InboxState.IGNORED);
        assertThat(rows)
                .filteredOn(row -> row.state() == InboxState.IGNORED)
                .extracting(InboxRow::reason)
                .containsExactly("duplicate");
    }

    @Test
    void aReplyKeyAMessageIdAndANumberOpenNothingToAClientWhoTakesNoPart() throws Exception {
        String mailbox = mailbox();
        String writer = writer();
        TestMail first = TestMail.from(writer).to(mailbox).subject("Secret").text("Ours");
        send(first);
        RequestView secret = requestOf(ended(mailbox, first.messageId()));
        String key = mailsTo(writer, 1).getFirst().getReplyTo()[0].toString();
        ClientId otherClient = client(unique("birch") + ".example");
        TestMail intruder = TestMail.from(contact(otherClient, unique("eve") + "@mail.example"))
                .to(key)
                .subject("Re: [" + secret.state().number() + "] Secret")
                .replyingTo(first.messageId())
                .text("Let me in");
        send(intruder);

        RequestView opened = requestOf(ended(mailbox, intruder.messageId()));

        assertThat(opened.state().clientId()).isEqualTo(otherClient);
        assertThat(opened.state().id()).isNotEqualTo(secret.state().id());
        assertThat(portal.request(secret.state().id()).orElseThrow().state().version())
                .isEqualTo(secret.state().version());
        assertThat(MAILS.mailsOf(writer)).hasSize(1);
    }
}
