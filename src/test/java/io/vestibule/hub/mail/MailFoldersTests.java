package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.mail.mailbox.MailboxWatches;
import io.vestibule.hub.mail.mailbox.MailboxWatches.Watch;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.Troubles;
import io.vestibule.support.MailProgram;
import io.vestibule.support.TestMail;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Several folders of one mailbox are read. */
@Tag("mailbox")
class MailFoldersTests extends MailTest {

    private static final String INBOX = "INBOX";
    private static final String INVOICES = "Invoices";

    @Autowired
    private MailboxWatches watches;

    @Autowired
    private Troubles troubles;

    private final String writer = unique("tom") + "@mail.example";

    @BeforeEach
    void theWriterIsAContactOfAClient() {
        contact(client(unique("acme") + ".example"), writer);
    }

    @Test
    void mailIsTakenOutOfEachAndOneThatLiesInTwoOnce() {
        String mailbox = mailboxNobodyReads();
        try (MailProgram person = programOf(mailbox)) {
            person.createFolder(INVOICES);
            connect(mailbox, null, Map.of("imapFolder", INBOX + ", " + INVOICES));
            TestMail first = mailTo(mailbox, "First");
            send(first);
            InboxRow inInbox = ended(mailbox, first.messageId());
            TestMail second = mailTo(mailbox, "Second");
            person.lay(second, INVOICES);
            assertThat(requestOf(ended(mailbox, second.messageId())).state().subject())
                    .isEqualTo("Second");

            person.copy(INBOX, first.messageId(), INVOICES);

            await().atMost(SOON)
                    .until(() -> rows.find(inInbox.id()).orElseThrow().duplicates() == 1);
            TestMail third = mailTo(mailbox, "Third");
            send(third);
            ended(mailbox, third.messageId());
            assertThat(rowsOf(mailbox)).isEqualTo(3);
        }
    }

    @Test
    void aMissingFolderIsToldByNameAndStopsNoOther() {
        String mailbox = mailboxNobodyReads();
        try (MailProgram person = programOf(mailbox)) {
            connect(mailbox, null, Map.of("imapFolder", "Nowhere, INBOX"));
            TestMail mail = mailTo(mailbox, "In the inbox");
            send(mail);
            ended(mailbox, mail.messageId());

            await().atMost(SOON).until(() -> trouble(mailbox), Optional::isPresent);
            assertThat(trouble(mailbox).orElseThrow().text())
                    .contains(
                            "Mail in the folder Nowhere of " + mailbox + " can't be fetched since",
                            "It has no folder Nowhere. Correct its name.",
                            "That of its other folders is.",
                            "Connections > " + nameOf(mailbox));
            assertThat(watches.find(nameOf(mailbox)).map(Watch::failingSince)).isEmpty();

            person.createFolder("Nowhere");
            TestMail later = mailTo(mailbox, "Later");
            person.lay(later, "Nowhere");
            ended(mailbox, later.messageId());
            await().atMost(SOON).until(() -> trouble(mailbox), Optional::isEmpty);
        }
    }

    @Test
    void whenNoFolderCanBeReadTheMailboxCantBe() {
        String mailbox = mailbox(Map.of("imapFolder", "Nowhere, Neither"));

        await().atMost(SOON)
                .until(() -> watches.find(nameOf(mailbox))
                        .filter(watch -> String.valueOf(watch.failure()).contains("no folder"))
                        .isPresent());
    }

    @Test
    void whatLayInAFolderBeforeItWasAddedIsLeftAlone() {
        String mailbox = mailbox();
        TestMail first = mailTo(mailbox, "First");
        send(first);
        ended(mailbox, first.messageId());
        hubDatabase
                .sql(
                        "update hub.mailbox_watch set watched_since = watched_since - interval '1 year' where connection = ?")
                .param(nameOf(mailbox))
                .update();
        try (MailProgram person = programOf(mailbox)) {
            person.createFolder(INVOICES);
            TestMail old = mailTo(mailbox, "Long there").header("Date", daysAgo(5));
            person.lay(old, INVOICES);

            change(mailbox, Map.of("imapFolder", INBOX + ", " + INVOICES));
            TestMail mail = mailTo(mailbox, "Just now");
            person.lay(mail, INVOICES);
            ended(mailbox, mail.messageId());

            assertThat(rowsOf(mailbox)).isEqualTo(2);
        }
    }

    private static String daysAgo(int days) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Clock.systemUTC().instant().minus(Duration.ofDays(days)).atOffset(ZoneOffset.UTC));
    }

    /** As if it had been so for longer than people are left alone with it. */
    private Optional<Trouble> trouble(String mailbox) {
        hubDatabase
                .sql(
                        "update hub.mailbox_folder set failing_since = failing_since - interval '11 minutes' where connection = ?")
                .param(nameOf(mailbox))
                .update();
        return troubles.all().stream()
                .filter(trouble -> trouble.subject().equals(nameOf(mailbox)))
                .findFirst();
    }

    private TestMail mailTo(String mailbox, String subject) {
        return TestMail.from(writer).to(mailbox).subject(subject).text("Words");
    }
}
