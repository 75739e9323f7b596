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

        try (MailProgram person = new MailProgram(MAILS.imapPort(), mailbox, "secret")) {
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

        try (MailProgram person = new MailProgram(MAILS.imapPort(), mailbox, "secret")) {
            await().atMost(SOON).until(() -> movedTo(person, INBOX) == 0);
            assertThat(person.count("Handled")).isEqualTo(1);
        }
    }

    private int movedTo(MailProgram person, String folder) {
        mover.move();
        return person.count(folder);
    }
}
