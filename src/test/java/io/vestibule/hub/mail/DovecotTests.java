package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.mail.mailbox.MailboxCheck;
import io.vestibule.hub.mail.mailbox.MailboxWatches;
import io.vestibule.hub.mail.mailbox.MailboxWatches.Watch;
import io.vestibule.support.MailProgram;
import io.vestibule.support.TestMail;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What people and operators do to a mailbox of a real server: no mail is missed, and none is taken twice. */
@Tag("dovecot")
class DovecotTests extends MailTest {

    private static final String INBOX = "INBOX";

    @Autowired
    private MailboxWatches watches;

    @Autowired
    private MailboxCheck check;

    private final String writer = unique("tom") + "@mail.example";

    @BeforeEach
    void theWriterIsAContactOfAClient() {
        contact(client(unique("acme") + ".example"), writer);
    }

    @Test
    void aMailThatAPersonOpenedFirstBecomesARequestAllTheSame() {
        String mailbox = mailboxNobodyReads();
        TestMail mail = mailTo(mailbox, "Opened by a person");
        send(mail);
        try (MailProgram person = programOf(mailbox)) {
            person.read(INBOX, mail.messageId());
        }

        connect(mailbox, null, Map.of());

        assertThat(requestOf(ended(mailbox, mail.messageId())).state().subject())
                .isEqualTo("Opened by a person");
    }

    @Test
    void afterTheServerRenumberedItsMailsNothingIsDoubledAndNewMailComes() {
        String mailbox = mailbox();
        TestMail before = mailTo(mailbox, "Before");
        send(before);
        InboxRow first = ended(mailbox, before.messageId());

        MAILS.dovecot().renumber(mailbox);
        TestMail after = mailTo(mailbox, "After");
        send(after);

        assertThat(requestOf(ended(mailbox, after.messageId())).state().subject())
                .isEqualTo("After");
        await().atMost(SOON).until(() -> rows.find(first.id()).orElseThrow().duplicates() == 1);
        assertThat(rowsOf(mailbox)).isEqualTo(2);
    }

    @Test
    void aServerThatWasGoneIsToldAndWhatArrivedMeanwhileIsTakenOnce() {
        String mailbox = mailbox();
        await().atMost(SOON).until(() -> watch(mailbox).lastSuccess() != null);
        TestMail mail = mailTo(mailbox, "Meanwhile");

        MAILS.dovecot().goAway();
        send(mail);
        await().atMost(SOON).until(() -> watch(mailbox).failingSince() != null);
        MAILS.dovecot().comeBack();

        InboxRow row = ended(mailbox, mail.messageId());
        assertThat(row.duplicates()).isZero();
        await().atMost(SOON).until(() -> watch(mailbox).failingSince() == null);
        assertThat(rowsOf(mailbox)).isEqualTo(1);
    }

    @Test
    void aRevokedPasswordIsToldAndANewOneCountsAtOnce() {
        String mailbox = mailbox();
        await().atMost(SOON).until(() -> watch(mailbox).lastSuccess() != null);
        MAILS.addMailbox(mailbox, "renewed");
        MAILS.dovecot().goAway();
        MAILS.dovecot().comeBack();
        TestMail mail = mailTo(mailbox, "Under the new password");
        send(mail);

        await().atMost(SOON)
                .until(() -> String.valueOf(watch(mailbox).failure()).contains("refused the sign-in"));
        change(mailbox, Map.of("imapPassword", "renewed"));

        assertThat(ended(mailbox, mail.messageId()).state()).isEqualTo(InboxState.APPLIED);
        await().atMost(SOON).until(() -> watch(mailbox).failingSince() == null);
    }

    @Test
    void aFolderThatWasRenamedIsToldAndUnderItsNewNameNothingIsTakenTwice() {
        String mailbox = mailboxNobodyReads();
        try (MailProgram person = programOf(mailbox)) {
            person.createFolder("Requests");
            TestMail first = mailTo(mailbox, "First");
            send(first);
            person.move(INBOX, first.messageId(), "Requests");
            connect(mailbox, null, Map.of("imapFolder", "Requests"));
            ended(mailbox, first.messageId());

            person.renameFolder("Requests", "Clients");
            await().atMost(SOON)
                    .until(() -> String.valueOf(watch(mailbox).failure()).contains("no folder Requests"));
            TestMail second = mailTo(mailbox, "Second");
            send(second);
            person.move(INBOX, second.messageId(), "Clients");
            change(mailbox, Map.of("imapFolder", "Clients"));

            assertThat(ended(mailbox, second.messageId()).state()).isEqualTo(InboxState.APPLIED);
            assertThat(rowsOf(mailbox)).isEqualTo(2);
        }
    }

    @Test
    void aFolderThatIsDeletedIsToldAndTheOthersGoOnBeingRead() {
        String mailbox = mailboxNobodyReads();
        try (MailProgram person = programOf(mailbox)) {
            person.createFolder("Invoices");
            connect(mailbox, null, Map.of("imapFolder", "INBOX, Invoices"));
            TestMail first = mailTo(mailbox, "First");
            person.lay(first, "Invoices");
            ended(mailbox, first.messageId());

            person.deleteFolder("Invoices");
            await().atMost(SOON).until(() -> failures(mailbox), told -> told.contains("no folder Invoices"));
            TestMail second = mailTo(mailbox, "Second");
            send(second);

            assertThat(ended(mailbox, second.messageId()).state()).isEqualTo(InboxState.APPLIED);
            assertThat(watch(mailbox).failingSince()).isNull();
        }
    }

    /** More than are taken at once. */
    @Test
    void aFloodInOneFolderHoldsUpNoOther() {
        String mailbox = mailboxNobodyReads();
        try (MailProgram person = programOf(mailbox)) {
            person.createFolder("Invoices");
            IntStream.range(0, 120).forEach(n -> send(mailTo(mailbox, "Flood " + n)));
            TestMail invoice = mailTo(mailbox, "Invoice");
            person.lay(invoice, "Invoices");
            connect(mailbox, null, Map.of("imapFolder", "INBOX, Invoices"));

            InboxRow taken = ended(mailbox, invoice.messageId());
            await().atMost(SOON).until(() -> rowsOf(mailbox) == 121);
            assertThat(hubDatabase
                            .sql("select count(*) from hub.inbox_message where app = ? and id > ?")
                            .params(nameOf(mailbox), taken.id())
                            .query(Long.class)
                            .single())
                    .isGreaterThan(50);
        }
    }

    @Test
    void aMailThatAPersonMovedAwayAndBackIsADuplicate() {
        String mailbox = mailbox();
        TestMail mail = mailTo(mailbox, "There and back");
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        try (MailProgram person = programOf(mailbox)) {
            person.createFolder("Elsewhere");
            person.move(INBOX, mail.messageId(), "Elsewhere");
            person.move("Elsewhere", mail.messageId(), INBOX);
        }

        await().atMost(SOON).until(() -> rows.find(row.id()).orElseThrow().duplicates() == 1);
        assertThat(rowsOf(mailbox)).isEqualTo(1);
    }

    /** The server puts the words in brackets where the mail library does not expect them. */
    @Test
    void aMailWhoseSenderTheMailLibraryCantReadIsTakenOnce() {
        String mailbox = mailbox();
        TestMail mail = TestMail.from("Tom [Books] <" + writer + ">")
                .to(mailbox)
                .subject("In brackets")
                .text("Words");
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());

        assertThat(requestOf(row).state().subject()).isEqualTo("In brackets");
        await().during(Duration.ofSeconds(3))
                .atMost(SOON)
                .until(() -> rows.find(row.id()).orElseThrow().duplicates() == 0);
    }

    @Test
    void overPop3WhatLayThereBeforeIsLeftAloneAndWhatIsTakenIsDeletedWhereThatIsWanted() {
        String mailbox = mailboxNobodyReads();
        TestMail old = mailTo(mailbox, "Long ago")
                .header("Received", "from there by here;\r\n\tMon, 2 Mar 2020 10:00:00 +0000");
        send(old);
        connect(
                mailbox,
                null,
                Map.of(
                        "protocol", "pop3",
                        "imapPort", String.valueOf(MAILS.pop3Port()),
                        "afterReading", "delete"));
        TestMail tooLarge = mailTo(mailbox, "Too large").attach("huge.bin", "application/pdf", new byte[28_000_000]);
        MAILS.sendRaw("", mailbox, tooLarge.bytes());
        TestMail mail = mailTo(mailbox, "Just now");
        send(mail);

        assertThat(requestOf(ended(mailbox, mail.messageId())).state().subject())
                .isEqualTo("Just now");
        assertThat(ended(mailbox, tooLarge.messageId()).reason()).isEqualTo("too-large");
        try (MailProgram person = programOf(mailbox)) {
            await().atMost(SOON).until(() -> person.count(INBOX) == 2);
            assertThat(person.count(INBOX))
                    .as("what lay there before, and the only copy of what was not taken whole")
                    .isEqualTo(2);
        }
        assertThat(rowsOf(mailbox)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap", "pop3"})
    void readsOverStartTls(String protocol) {
        int port = protocol.equals("imap") ? MAILS.imapPort() : MAILS.pop3Port();
        String mailbox =
                mailbox(Map.of("protocol", protocol, "imapPort", String.valueOf(port), "imapSecurity", "starttls"));
        TestMail mail = mailTo(mailbox, "Encrypted on the way");
        send(mail);

        assertThat(ended(mailbox, mail.messageId()).state()).isEqualTo(InboxState.APPLIED);
        assertThat(MAILS.dovecot().signIns(mailbox)).isNotEmpty().allMatch(line -> line.contains(", TLS"));
    }

    @Test
    void theTestOfAConnectionFindsItsProbe() {
        String mailbox = mailbox();

        assertThat(check.check(connections.find(nameOf(mailbox)).orElseThrow()))
                .isEqualTo(new MailboxCheck.Result(true, "Reading, sending and reply addresses work."));
    }

    private TestMail mailTo(String mailbox, String subject) {
        return TestMail.from(writer).to(mailbox).subject(subject).text("Words");
    }

    private Watch watch(String mailbox) {
        return watches.find(nameOf(mailbox)).orElseGet(() -> new Watch(nameOf(mailbox), null, null, null));
    }

    private String failures(String mailbox) {
        return String.join(
                " ",
                hubDatabase
                        .sql("select failure from hub.mailbox_folder where connection = ? and failure is not null")
                        .param(nameOf(mailbox))
                        .query(String.class)
                        .list());
    }
}
