package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.support.TestMail;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What people do about held mails, and what becomes of those that nobody looks at. */
class QuarantineTests extends MailTest {

    private static final String ENCRYPTED = "-----BEGIN PGP MESSAGE-----\n\nhQEMA3x\n-----END PGP MESSAGE-----";

    @Autowired
    private MailEvidence evidence;

    @Test
    void aMailThatIsLetInIsTakenWithoutSayingWhoseItIs() {
        String mailbox = mailbox();
        ClientId client = client(unique("acme") + ".example");
        String writer = contact(client, unique("tom") + "@mail.example");
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

        assertThat(letIn(row)).isOne();

        assertThat(requestOf(endedAgain(row)).state().clientId()).isEqualTo(client);
        assertThat(evidence.of(row.id())).contains("Olga let it in all the same (message id reused).");
        assertThat(inbox.replay(row.id(), "Olga")).isEqualTo(Inbox.Replay.DONE);
        assertThat(endedAgain(row).state()).isEqualTo(InboxState.APPLIED);
    }

    @Test
    void whatIsLetInForOneDoubtIsStillHeldForEveryOther() {
        String mailbox = mailbox();
        TestMail mail = TestMail.from(unique("stranger") + "@mail.example")
                .to(mailbox)
                .subject("Secret")
                .text(ENCRYPTED);
        send(mail);
        InboxRow row = ended(mailbox, mail.messageId());
        assertThat(row.reason()).isEqualTo("encrypted");

        letIn(row);

        InboxRow again = endedAgain(row);
        assertThat(again.state()).isEqualTo(InboxState.HELD);
        assertThat(again.reason()).isEqualTo("unknown-sender");
    }

    private int letIn(InboxRow row) {
        return inbox.letIn(row.id(), row.holdKey(), Objects.requireNonNull(row.reason()), "Olga");
    }

    private InboxRow endedAgain(InboxRow row) {
        return await().atMost(SOON).until(() -> rows.find(row.id()).orElseThrow(), now -> !now.open());
    }
}
