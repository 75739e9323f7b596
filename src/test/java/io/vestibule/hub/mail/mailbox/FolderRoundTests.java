package io.vestibule.hub.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.VestibuleTest;
import jakarta.mail.MessagingException;
import java.util.List;
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

    private String told() {
        return hubDatabase
                .sql("select failure from hub.mailbox_folder where connection = ?")
                .param(mailbox)
                .query(String.class)
                .single();
    }
}
