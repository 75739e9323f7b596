package io.vestibule.hub.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class FolderRoundTests extends VestibuleTest {

    @Autowired
    private FolderWatches watches;

    private final String mailbox = unique("help");
    private final ImapNumbers numbers = new ImapNumbers();

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
        send(address, 3);
        SeenMails seen = new SeenMails(hubDatabase, mailbox, List.of("INBOX"));

        try (FaultyImap server = new FaultyImap(MAILS.imapPort());
                Store store = reading(seen, 50).getStore("imap")) {
            Folder looked = inbox(store, server, address);
            assertThat(looked.getMessageCount()).isEqualTo(3);
            for (Message mail : List.of(looked.getMessage(1), looked.getMessage(3))) {
                mail.writeTo(OutputStream.nullOutputStream());
                mail.setFlag(Flags.Flag.SEEN, true);
            }
            looked.getMessage(2).writeTo(OutputStream.nullOutputStream());
            assertThat(server.commands(" STORE ")).isZero();
            handOver(looked);

            looked.getMessageCount();

            assertThat(server.commands(" STORE ")).isEqualTo(1);
            assertThat(unread(address)).containsExactly("Question 1");
            looked.getMessage(2).setFlag(Flags.Flag.SEEN, true);
            looked.close(false);
            assertThat(unread(address)).isEmpty();
        }
    }

    @Test
    void anOpenFolderIsSearchedAgainWhenAnotherMailComes() throws Exception {
        String address = mailbox + "@firm.example";
        MAILS.addMailbox(address, "secret");
        send(address, 1);
        SeenMails seen = new SeenMails(hubDatabase, mailbox, List.of("INBOX"));

        try (FaultyImap server = new FaultyImap(MAILS.imapPort());
                Store store = reading(seen, 50).getStore("imap")) {
            Folder looked = inbox(store, server, address);
            assertThat(taken(looked, seen)).containsExactly("Question 0");
            assertThat(looked.getMessageCount()).isZero();
            long searches = server.commands(" SEARCH ");

            assertThat(looked.getMessageCount()).isZero();

            assertThat(server.commands(" SEARCH ")).isEqualTo(searches);
            MAILS.send(TestMail.from("tom@mail.example").to(address).subject("One more"));
            await().atMost(Duration.ofSeconds(30)).until(() -> looked.getMessageCount() == 1);
            assertThat(taken(looked, seen)).containsExactly("One more");
            assertThat(server.commands(" SEARCH ")).isEqualTo(searches + 1);
        }
    }

    @Test
    void whatDoesNotFitInALookIsHandedOverByTheNextAndNoneBeforeOneThatWasNotStored() throws Exception {
        String address = mailbox + "@firm.example";
        MAILS.addMailbox(address, "secret");
        send(address, 5);
        SeenMails seen = new SeenMails(hubDatabase, mailbox, List.of("INBOX"));

        try (FaultyImap server = new FaultyImap(MAILS.imapPort());
                Store store = reading(seen, 2).getStore("imap")) {
            Folder looked = inbox(store, server, address);
            assertThat(taken(looked, seen)).containsExactly("Question 0", "Question 1");
            long searches = server.commands(" SEARCH ");

            assertThat(looked.getMessageCount()).isEqualTo(2);

            assertThat(server.commands(" SEARCH ")).isEqualTo(searches);
            assertThat(looked.getMessage(1).getSubject()).isEqualTo("Question 2");
            seen.confirm(numbers.of(looked.getMessage(2)));
            handOver(looked);
            assertThat(taken(looked, seen)).containsExactly("Question 2", "Question 4");
            assertThat(looked.getMessageCount()).isZero();
        }
    }

    private static void send(String address, int mails) {
        for (int number = 0; number < mails; number++) {
            MAILS.send(TestMail.from("tom@mail.example").to(address).subject("Question " + number));
        }
    }

    /** @param aLook so many mails are handed over at once */
    private Session reading(SeenMails seen, int aLook) {
        Instant start = clock.instant().minus(Duration.ofDays(2));
        ReadFolder inbox = new ReadFolder("INBOX", start, seen, numbers);
        Session session = Session.getInstance(new Properties());
        MailboxFolders.read(
                session, "imap", new FolderRound(mailbox, List.of(inbox), watches, new UpcomingMails(aLook, 1_000)));
        return session;
    }

    private static Folder inbox(Store store, FaultyImap server, String address) throws MessagingException {
        store.connect("127.0.0.1", server.port(), address, "secret");
        Folder looked = store.getFolder("INBOX");
        looked.open(Folder.READ_WRITE);
        return looked;
    }

    /** The mails of one look, all of which are stored. */
    private List<String> taken(Folder looked, SeenMails seen) throws MessagingException {
        List<String> subjects = new ArrayList<>();
        int count = looked.getMessageCount();
        for (int number = 1; number <= count; number++) {
            Message mail = looked.getMessage(number);
            subjects.add(mail.getSubject());
            seen.confirm(numbers.of(mail));
        }
        handOver(looked);
        return subjects;
    }

    /** As Camel does when it takes them. */
    private static void handOver(Folder looked) throws MessagingException {
        looked.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false), new Message[0]);
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
