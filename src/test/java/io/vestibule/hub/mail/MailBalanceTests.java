package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.mail.mailbox.MailboxBalance;
import io.vestibule.hub.mail.mailbox.MailboxWatches;
import io.vestibule.hub.mail.mailbox.MailboxWatches.Watch;
import io.vestibule.hub.mail.mailbox.MissedMails;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.Troubles;
import io.vestibule.support.MailProgram;
import io.vestibule.support.TestMail;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the server has is compared with what was received. */
@Tag("mailbox")
class MailBalanceTests extends MailTest {

    private static final String INBOX = "INBOX";

    @Autowired
    private MailboxBalance balance;

    @Autowired
    private MissedMails missed;

    @Autowired
    private MailboxWatches watches;

    @Autowired
    private Troubles troubles;

    @Autowired
    private CamelContext camel;

    private final String writer = unique("tom") + "@mail.example";

    @BeforeEach
    void theWriterIsAContactOfAClient() {
        contact(client(unique("acme") + ".example"), writer);
    }

    /** The product is made to believe that it has the next mail already. */
    @Test
    void aMailThatIsThereAndWasNeverReceivedIsAnAlarmUntilItIs() {
        String mailbox = mailboxNobodyReads();
        try (MailProgram person = programOf(mailbox)) {
            String number = person.nextNumber(INBOX);
            hubDatabase
                    .sql("insert into hub.mailbox_seen (connection, folder, number) values (?, 'INBOX', ?)")
                    .params(nameOf(mailbox), number)
                    .update();
            connect(mailbox, null, Map.of());
            balance.compare();
            TestMail overlooked = mailTo(mailbox, "Overlooked");
            send(overlooked);
            TestMail second = mailTo(mailbox, "Second");
            send(second);
            ended(mailbox, second.messageId());

            balance.compare();
            assertThat(trouble(mailbox)).isEmpty();
            anHourPasses(mailbox);
            assertThat(trouble(mailbox).orElseThrow().text())
                    .contains("in the folder INBOX of " + mailbox, "1 in all", "UID " + number.split(":")[1] + ".");

            hubDatabase
                    .sql("update hub.mailbox_balance set next_uid = next_uid - 20000 where connection = ?")
                    .param(nameOf(mailbox))
                    .update();
            balance.compare();
            assertThat(trouble(mailbox)).isPresent();

            hubDatabase
                    .sql("delete from hub.mailbox_seen where connection = ?")
                    .param(nameOf(mailbox))
                    .update();
            change(mailbox, Map.of("fromName", "The firm that looks again"));
            ended(mailbox, overlooked.messageId());
            balance.compare();
            assertThat(trouble(mailbox)).isEmpty();
        }
    }

    @Test
    void ofSeveralFoldersTheOneIsNamedInWhichTheMailLies() {
        String mailbox = mailboxNobodyReads();
        try (MailProgram person = programOf(mailbox)) {
            person.createFolder("Invoices");
            String number = person.nextNumber("Invoices");
            hubDatabase
                    .sql("insert into hub.mailbox_seen (connection, folder, number) values (?, 'Invoices', ?)")
                    .params(nameOf(mailbox), number)
                    .update();
            connect(mailbox, null, Map.of("imapFolder", "INBOX, Invoices"));
            balance.compare();
            person.lay(mailTo(mailbox, "Overlooked"), "Invoices");
            TestMail second = mailTo(mailbox, "Second");
            send(second);
            ended(mailbox, second.messageId());

            balance.compare();
            anHourPasses(mailbox);

            // Once all folders were looked at to their end; that is noted every ten seconds
            await().atMost(SOON).until(() -> trouble(mailbox).isPresent());
            assertThat(trouble(mailbox).orElseThrow().text())
                    .contains("in the folder Invoices of " + mailbox, "UID " + number.split(":")[1] + ".")
                    .doesNotContain("folder INBOX");
        }
    }

    @Test
    void aMailThatWasGoneBeforeItWasSeenIsNoAlarmAndTold() {
        String mailbox = mailbox();
        TestMail first = mailTo(mailbox, "First");
        send(first);
        ended(mailbox, first.messageId());
        balance.compare();
        try (MailProgram person = programOf(mailbox)) {
            connections.enable(nameOf(mailbox), false, "test");
            await().atMost(SOON).until(() -> camel.getRoute("receive-mail-" + nameOf(mailbox)) == null);
            String number = person.nextNumber(INBOX);
            TestMail moved = mailTo(mailbox, "Moved away");
            send(moved);
            person.createFolder("Aside");
            person.move(INBOX, moved.messageId(), "Aside");
            connections.enable(nameOf(mailbox), true, "test");
            await().atMost(SOON).until(() -> failure(mailbox) == null);
            balance.compare();
            anHourPasses(mailbox);

            assertThat(missed.gone(nameOf(mailbox))).containsExactly("INBOX " + number.split(":")[1]);
            assertThat(trouble(mailbox)).isEmpty();
        }
    }

    /** A wrong password that is tried again and again locks accounts. */
    @Test
    void aMailboxThatCantBeReadIsNotSignedInToForTheComparison() {
        String mailbox = mailbox(Map.of("imapPassword", "mistyped"));
        await().atMost(SOON).until(() -> failure(mailbox) != null);
        MAILS.addMailbox(mailbox, "mistyped");

        balance.compare();

        assertThat(hubDatabase
                        .sql("select folder from hub.mailbox_balance where connection = ?")
                        .param(nameOf(mailbox))
                        .query(String.class)
                        .list())
                .isEmpty();
    }

    private @Nullable String failure(String mailbox) {
        return watches.find(nameOf(mailbox)).map(Watch::failure).orElse(null);
    }

    private void anHourPasses(String mailbox) {
        hubDatabase
                .sql("update hub.mailbox_missed set noted_at = noted_at - interval '1 hour' where connection = ?")
                .param(nameOf(mailbox))
                .update();
    }

    private Optional<Trouble> trouble(String mailbox) {
        return troubles.all().stream()
                .filter(trouble -> trouble.subject().equals("sums:" + nameOf(mailbox)))
                .findFirst();
    }

    private TestMail mailTo(String mailbox, String subject) {
        return TestMail.from(writer).to(mailbox).subject(subject).text("Words");
    }
}
