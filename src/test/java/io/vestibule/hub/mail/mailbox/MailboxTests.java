package io.vestibule.hub.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.connection.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailboxTests {

    private static Mailbox mailbox(Map<String, String> settings) {
        return Mailbox.of(
                new Connection(
                        "help",
                        "help",
                        "mailbox",
                        "help@firm.example",
                        null,
                        settings,
                        Map.of(),
                        Map.of(),
                        true,
                        null,
                        1),
                true,
                null);
    }

    @Test
    void readsEachNamedFolderOnce() {
        assertThat(mailbox(Map.of("imapFolder", " Inbox , Sent Items,, INBOX,Sent Items"))
                        .folders())
                .containsExactly("Inbox", "Sent Items");
    }

    @Test
    void readsTheInboxWhereNoneIsNamedAndOverPop3() {
        assertThat(mailbox(Map.of()).folders()).containsExactly("INBOX");
        assertThat(mailbox(Map.of("imapFolder", " , ")).folders()).containsExactly("INBOX");
        assertThat(mailbox(Map.of("imapFolder", "Invoices", "protocol", "pop3")).folders())
                .containsExactly("INBOX");
    }
}
