package io.vestibule.hub.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.FaultyImap;
import io.vestibule.support.MailProgram;
import io.vestibule.support.TestMail;
import io.vestibule.support.VestibuleTest;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.search.FlagTerm;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class FolderRoundTests extends VestibuleTest {

    @Autowired
    private FolderWatches watches;

    private final String mailbox = unique("help");

    /** Servers say a number of the command or a time with it, which is another one each time. */
    @Test
    void theSameFaultIsToldOnceWhateverElseTheServerSaysOfIt() throws Exception {
        SeenMails seen = new SeenMails(hubDatabase, mailbox, List.of("INBOX", "Locked"));
        ReadFolder locked = new ReadFolder("Locked", clock.instant(), seen, new ImapNumbers());
        ReadFolder inbox = new ReadFolder("INBOX", clock.instant(), seen, new ImapNumbers());
        FolderRound round = new FolderRound(mailbox, List.of(inbox, locked), watches, new UpcomingMails(50, 1_000));

        round.fails(locked, new MessagingException("A5 NO [NOPERM] Permission denied (0.001 + 0.000 secs)."));
        round.fails(locked, new MessagingException("A9 NO [NOPERM] Permission denied (0.002 + 0.000 secs)."));

        assertThat(told()).contains("A5 NO");

        round.fails(locked, new MessagingException("A9 NO [CORRUPTION] The mailbox is damaged"));

        assertThat(told()).contains("The mailbox is damaged");
    }

    @Test
    void theMailsOfALookAreMarkedAsSeenTogetherAndNoneBeforeItWasTaken() throws Exception {
        String address = mailbox + "@firm.example";
        MAILS.addMailbox(address, "secret");
        for (int number = 0; number < 3; number++) {
            MAILS.send(TestMail.from("tom@mail.example").to(address).subject("Question " + number));
        }
        SeenMails seen = new SeenMails(hubDatabase, mailbox, List.of("INBOX"));
        Instant start = clock.instant().minus(Duration.ofDays(2));
        ReadFolder inbox = new ReadFolder("INBOX", start, seen, new ImapNumbers());
        Session session = Session.getInstance(new Properties());
        MailboxFolders.read(
                session, "imap", new FolderRound(mailbox, List.of(inbox), watches, new UpcomingMails(50, 1_000)));

        try (FaultyImap server = new FaultyImap(MAILS.imapPort());
                Store store = session.getStore("imap")) {
            store.connect("127.0.0.1", server.port(), address, "secret");
            Folder looked = store.getFolder("INBOX");
            looked.open(Folder.READ_WRITE);
            assertThat(looked.getMessageCount()).isEqualTo(3);
            for (Message mail : List.of(looked.getMessage(1), looked.getMessage(3))) {
                mail.writeTo(OutputStream.nullOutputStream());
                mail.setFlag(Flags.Flag.SEEN, true);
            }
            looked.getMessage(2).writeTo(OutputStream.nullOutputStream());
            assertThat(server.commands(" STORE ")).isZero();
            looked.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false), new Message[0]);

            looked.getMessageCount();

            assertThat(server.commands(" STORE ")).isEqualTo(1);
            assertThat(unread(address)).containsExactly("Question 1");
            looked.getMessage(2).setFlag(Flags.Flag.SEEN, true);
            looked.close(false);
            assertThat(unread(address)).isEmpty();
        }
    }

    private static List<String> unread(String address) throws MessagingException {
        try (MailProgram person = new MailProgram(MAILS.imapPort(), address, "secret")) {
            return person.unread("INBOX");
        }
    }

    private String told() {
        return hubDatabase
                .sql("select failure from hub.mailbox_folder where connection = ?")
                .param(mailbox)
                .query(String.class)
                .single();
    }
}
