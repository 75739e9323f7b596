package io.vestibule.hub.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.connection.Connection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
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
    void findsAKeyOnlyInItsOwnReplyAddresses() {
        String key = "0123456789abcdefghijkl";
        ReplyAddresses plus = ReplyAddresses.of("help@firm.example", "plus", "");
        ReplyAddresses pattern = ReplyAddresses.of("", "catch-all", "Reply-{key}@in.firm.example");

        assertThat(plus.keyIn("Help+R." + key.toUpperCase(Locale.ROOT) + "@firm.example"))
                .contains(key);
        assertThat(pattern.keyIn("reply-" + key + "@in.firm.example")).contains(key);
        assertThat(Stream.of(
                                "help@firm.example",
                                "help+r.@firm.example",
                                "help+r.short@firm.example",
                                "help+r." + key + "." + "@firm.example",
                                "help+r." + key + "@other.example",
                                "x-help+r." + key + "@firm.example",
                                "held+r." + key + "@firm.example",
                                "reply-" + key + "@in.firm.example")
                        .flatMap(address -> plus.keyIn(address).stream()))
                .isEmpty();
        assertThat(ReplyAddresses.of("help@firm.example", "none", "").keyIn("help+r." + key + "@firm.example"))
                .isEmpty();
    }

    @Test
    void readsTheInboxWhereNoneIsNamedAndOverPop3() {
        assertThat(mailbox(Map.of()).folders()).containsExactly("INBOX");
        assertThat(mailbox(Map.of("imapFolder", " , ")).folders()).containsExactly("INBOX");
        assertThat(mailbox(Map.of("imapFolder", "Invoices", "protocol", "pop3")).folders())
                .containsExactly("INBOX");
    }
}
