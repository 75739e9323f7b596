package io.vestibule.hub.mail;

import static org.awaitility.Awaitility.await;

import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.support.TestMail;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MailProgressTests extends MailTest {

    @Test
    void fetchesEachMailFromTheServerOnceAlthoughItStaysThere() {
        String mailbox = mailbox();
        String writer = contact(client(unique("acme") + ".example"), unique("tom") + "@mail.example");
        TestMail mail = TestMail.from(writer).to(mailbox).subject("Question").text("Words");
        send(mail);
        InboxRow received = ended(mailbox, mail.messageId());

        // Several polls, of which none may bring it again.
        await().during(Duration.ofSeconds(4))
                .atMost(SOON)
                .until(() -> rows.find(received.id()).orElseThrow().duplicates() == 0);
    }
}
