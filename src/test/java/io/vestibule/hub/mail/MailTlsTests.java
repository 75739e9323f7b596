package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.mail.mailbox.MailboxCheck;
import io.vestibule.support.TestMail;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Encrypted from the first byte, with a certificate of an authority that Java was told of. */
@Tag("mailbox")
class MailTlsTests extends MailTest {

    @Autowired
    private MailboxCheck check;

    private final String writer = unique("tom") + "@mail.example";

    @Test
    void readsOverImapsAndSendsOverSmtps() throws Exception {
        contact(client(unique("acme") + ".example"), writer);
        String mailbox = mailbox(encrypted("imap", MAILS.imapsPort()));
        TestMail mail = mailTo(mailbox);
        send(mail);

        assertThat(requestOf(ended(mailbox, mail.messageId())).state().subject())
                .isEqualTo("Encrypted");
        assertThat(header(mailsTo(writer, 1).getFirst(), "In-Reply-To")).isEqualTo(mail.messageId());
        assertThat(check.check(connections.find(nameOf(mailbox)).orElseThrow()))
                .isEqualTo(new MailboxCheck.Result(true, "Reading, sending and reply addresses work."));
    }

    @Test
    void readsOverPop3s() {
        contact(client(unique("acme") + ".example"), writer);
        String mailbox = mailbox(encrypted("pop3", MAILS.pop3sPort()));
        TestMail mail = mailTo(mailbox);
        send(mail);

        assertThat(requestOf(ended(mailbox, mail.messageId())).state().subject())
                .isEqualTo("Encrypted");
    }

    /** The certificate is for 127.0.0.1. */
    @Test
    void aCertificateForAnotherHostIsNotTaken() {
        String mailbox = mailboxNobodyReads();
        connect(mailbox, null, encrypted("imap", MAILS.imapsPort()));
        change(mailbox, Map.of("imapHost", "localhost", "smtpHost", "127.0.0.1"));

        assertThat(check.check(connections.find(nameOf(mailbox)).orElseThrow()).words())
                .contains("Its certificate is not trusted", "localhost");
    }

    private TestMail mailTo(String mailbox) {
        return TestMail.from(writer).to(mailbox).subject("Encrypted").text("Words");
    }

    private static Map<String, String> encrypted(String protocol, int port) {
        return Map.of(
                "protocol",
                protocol,
                "imapPort",
                String.valueOf(port),
                "imapSecurity",
                "tls",
                "smtpPort",
                String.valueOf(MAILS.smtpsPort()),
                "smtpSecurity",
                "tls");
    }
}
