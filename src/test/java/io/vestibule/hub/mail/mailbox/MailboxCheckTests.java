package io.vestibule.hub.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.mail.mailbox.MailboxCheck.Result;
import io.vestibule.support.VestibuleTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The button "Test connection" of a mailbox says what works, what doesn't and what to do. */
class MailboxCheckTests extends VestibuleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String ADDRESS = unique("help") + "@firm.example";

    @Autowired
    private MailboxCheck check;

    @BeforeEach
    void addMailbox() {
        MAILS.addMailbox(ADDRESS, "secret");
    }

    @AfterEach
    void deliverSubaddressesAgain() {
        MAILS.deliverSubaddresses(ADDRESS, true);
    }

    private Result check(Map<String, String> more, String password) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "address",
                ADDRESS,
                "imapHost",
                "127.0.0.1",
                "imapPort",
                String.valueOf(MAILS.imapPort()),
                "imapSecurity",
                "none",
                "smtpPort",
                String.valueOf(MAILS.smtpPort()),
                "smtpSecurity",
                "none"));
        settings.putAll(more);
        Connection connection = new Connection(
                "help",
                "help",
                "mailbox",
                ADDRESS,
                null,
                settings,
                Map.of("imapPassword", password),
                Map.of(),
                true,
                null,
                1);
        return check.check(connection, PATIENCE);
    }

    @Test
    void plusAddressesAreTakenWhenAMailToOneArrives() {
        assertThat(check(Map.of("replyMode", "plus"), "secret"))
                .isEqualTo(new Result(true, "Reading, sending and reply addresses work."));
    }

    @Test
    void plusAddressesAreRefusedWithAnAlternativeWhenAMailToOneDoesNotArrive() {
        MAILS.deliverSubaddresses(ADDRESS, false);

        Result result = check(Map.of("replyMode", "plus"), "secret");

        assertThat(result.works()).isFalse();
        assertThat(result.words()).contains(ADDRESS.replace("@", "+r.key@"), "did not arrive", "choose None");
    }

    @Test
    void aMailboxWithoutReplyAddressesIsSentNothing() {
        int before = MAILS.mailsOf(ADDRESS).size();

        assertThat(check(Map.of(), "secret").works()).isTrue();
        assertThat(MAILS.mailsOf(ADDRESS)).hasSize(before);
    }

    @Test
    void aWrongPasswordIsNamed() {
        Result result = check(Map.of(), "wrong");

        assertThat(result.works()).isFalse();
        assertThat(result.words()).contains("refused the sign-in").doesNotContain("secret", "wrong");
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThat(check(Map.of("imapFolder", "Nowhere"), "secret").words()).contains("has no folder Nowhere");
    }

    @Test
    void ofSeveralFoldersTheMissingOneIsNamed() {
        Result result = check(Map.of("imapFolder", "INBOX, Invoices"), "secret");

        assertThat(result.works()).isFalse();
        assertThat(result.words()).contains("has no folder Invoices");
    }

    @Test
    void aHostInsideThePrivateNetworkIsNotCalled() {
        assertThat(check(Map.of("smtpPort", "1"), "secret").words()).contains("127.0.0.1 can't be connected to");
        assertThat(check(Map.of("imapPort", "1"), "secret").words()).contains("127.0.0.1 can't be connected to");
    }
}
