package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.mail.mailbox.MailMover;
import io.vestibule.support.MailProgram;
import io.vestibule.support.TestMail;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Mail is put away at its server, for people who look into the mailbox beside the product. */
@Tag("dovecot")
class MailMoveTests extends MailTest {

    private static final String INBOX = "INBOX";

    @Autowired
    private MailMover mover;

    private final String mailbox = unique("help") + "@firm.example";
    private final String writer = unique("tom") + "@mail.example";

    @Test
    void mailThatEndedAndMailThatWaitsLieInTheirFoldersAndWhatIsDecidedFollows() {
        ClientId client = client(unique("acme") + ".example");
        contact(client, writer);
        MAILS.addMailbox(mailbox, "secret");
        connect(mailbox, null, Map.of("doneFolder", "Handled", "heldFolder", "Waiting"));
        TestMail known = TestMail.from(writer).to(mailbox).subject("Known").text("Words");
        TestMail strange = TestMail.from(unique("new") + "@gmail.com")
                .to(mailbox)
                .subject("Strange")
                .text("Words");
        send(known);
        send(strange);
        ended(mailbox, known.messageId());
        InboxRow held = ended(mailbox, strange.messageId());
        assertThat(held.state()).isEqualTo(InboxState.HELD);

        try (MailProgram person = programOf(mailbox)) {
            await().atMost(SOON).until(() -> movedTo(person, INBOX) == 0);
            assertThat(person.count("Handled")).isEqualTo(1);
            assertThat(person.count("Waiting")).isEqualTo(1);

            inbox.release(Objects.requireNonNull(held.holdKey()), new Assignment(client.value(), null, "Dana Admin"));
            await().atMost(SOON).until(() -> ended(mailbox, strange.messageId()).state() == InboxState.APPLIED);
            await().atMost(SOON).until(() -> movedTo(person, "Waiting") == 0);
            assertThat(person.count("Handled")).isEqualTo(2);

            person.move("Handled", known.messageId(), INBOX);
            await().atMost(SOON).until(() -> ended(mailbox, known.messageId()).duplicates() == 1);
        }
    }

    @Test
    void mailIsPutAwayOutOfEachFolderThatIsRead() {
        contact(client(unique("acme") + ".example"), writer);
        MAILS.addMailbox(mailbox, "secret");
        try (MailProgram person = programOf(mailbox)) {
            person.createFolder("Invoices");
            connect(mailbox, null, Map.of("imapFolder", "INBOX, Invoices", "doneFolder", "Handled"));
            TestMail first = TestMail.from(writer).to(mailbox).subject("First").text("Words");
            TestMail second =
                    TestMail.from(writer).to(mailbox).subject("Second").text("Words");
            send(first);
            person.lay(second, "Invoices");
            ended(mailbox, first.messageId());
            ended(mailbox, second.messageId());

            await().atMost(SOON).until(() -> movedTo(person, "Handled") == 2);
            assertThat(person.count(INBOX)).isZero();
            assertThat(person.count("Invoices")).isZero();
        }
    }

    @Test
    void aMoveThatFailsStopsNothingAndIsMadeUpFor() {
        contact(client(unique("acme") + ".example"), writer);
        MAILS.addMailbox(mailbox, "secret");
        connect(mailbox, null, Map.of("doneFolder", "Handled"));
        TestMail mail = TestMail.from(writer).to(mailbox).subject("Question").text("Words");
        send(mail);
        ended(mailbox, mail.messageId());

        MAILS.dovecot().goAway();
        mover.move();
        MAILS.dovecot().comeBack();

        try (MailProgram person = programOf(mailbox)) {
            await().atMost(SOON).until(() -> movedTo(person, INBOX) == 0);
            assertThat(person.count("Handled")).isEqualTo(1);
        }
    }

    @Test
    void whatAPersonMarkedAsDeletedStays() {
        contact(client(unique("acme") + ".example"), writer);
        MAILS.addMailbox(mailbox, "secret");
        connect(mailbox, null, Map.of("doneFolder", "Handled"));
        TestMail strange = TestMail.from(unique("new") + "@gmail.com")
                .to(mailbox)
                .subject("Strange")
                .text("Words");
        send(strange);
        ended(mailbox, strange.messageId());

        try (MailProgram person = programOf(mailbox)) {
            person.markDeleted(INBOX, strange.messageId());
            TestMail known = TestMail.from(writer).to(mailbox).subject("Known").text("Words");
            send(known);
            ended(mailbox, known.messageId());

            await().atMost(SOON).until(() -> movedTo(person, "Handled") == 1);
            assertThat(person.count(INBOX)).isEqualTo(1);
        }
    }

    /** Mails known from elsewhere: read over POP3 before, and more of an earlier folder than are moved at once. */
    @Test
    void whatLiesElsewhereHoldsUpNoMove() {
        contact(client(unique("acme") + ".example"), writer);
        MAILS.addMailbox(mailbox, "secret");
        connect(mailbox, null, Map.of());
        TestMail mail = TestMail.from(writer).to(mailbox).subject("Question").text("Words");
        send(mail);
        ended(mailbox, mail.messageId());
        await().atMost(SOON).until(() -> noted(mailbox) == 1);
        hubDatabase.sql("""
                        insert into hub.mailbox_seen (connection, folder, number, external_id, seen_at)
                        select s.connection, elsewhere.folder, elsewhere.number, s.external_id, s.seen_at - interval '1 hour'
                        from hub.mailbox_seen s, (
                            select 'Earlier' as folder, '7:' || uid as number from generate_series(1, 250) uid
                            union all select 'INBOX', '0000001a5f3c') elsewhere
                        where s.connection = ?
                        """).param(nameOf(mailbox)).update();

        change(mailbox, Map.of("doneFolder", "Handled"));

        try (MailProgram person = programOf(mailbox)) {
            await().atMost(SOON).until(() -> movedTo(person, INBOX) == 0);
            assertThat(person.count("Handled")).isEqualTo(1);
        }
    }

    @Test
    void aFolderThatSomebodyRenamedHoldsUpNoMove() {
        ClientId client = client(unique("acme") + ".example");
        MAILS.addMailbox(mailbox, "secret");
        connect(mailbox, null, Map.of("doneFolder", "Handled", "heldFolder", "Waiting"));
        InboxRow first = held("First");

        try (MailProgram person = programOf(mailbox)) {
            await().atMost(SOON).until(() -> movedTo(person, INBOX) == 0);
            person.renameFolder("Waiting", "Kept");
            inbox.release(Objects.requireNonNull(first.holdKey()), new Assignment(client.value(), null, "Dana Admin"));
            await().atMost(SOON).until(() -> rows.find(first.id()).orElseThrow().state() == InboxState.APPLIED);
            held("Second");

            await().atMost(SOON).until(() -> movedTo(person, INBOX) == 0);
            assertThat(person.count("Waiting")).isEqualTo(1);
        }
    }

    private InboxRow held(String subject) {
        TestMail mail = TestMail.from(unique("new") + "@gmail.com")
                .to(mailbox)
                .subject(subject)
                .text("Words");
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        assertThat(row.state()).isEqualTo(InboxState.HELD);
        return row;
    }

    private long noted(String mailbox) {
        return hubDatabase
                .sql("select count(*) from hub.mailbox_seen where connection = ? and external_id is not null")
                .param(nameOf(mailbox))
                .query(Long.class)
                .single();
    }

    private int movedTo(MailProgram person, String folder) {
        mover.move();
        return person.count(folder);
    }
}
