package io.vestibule.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.FaultySmtp;
import io.vestibule.support.VestibuleTest;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * What each fault of a mail server, or of the way to it, does to a mail. {@code later} leaves the row for another attempt
 * with the same Message-ID, {@code refused} ends it with the server's words. HTTP's faults have their like in SMTP: a
 * greeting that says 421 or 554 is a server that is busy or wants nobody, 450 and 550 are about the recipient.
 */
class SmtpFaultMatrixTests extends VestibuleTest {

    @Autowired
    private MailSender sender;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            fault                       | mail
            connection refused          | later
            unknown host                | later
            failed TLS                  | later
            closed before the greeting  | later
            421 as greeting             | later
            554 as greeting             | later
            535 at sign-in              | later
            451 for the sender          | later
            450 for the recipient       | later
            550 for the recipient       | refused
            452 for the content         | later
            554 for the content         | refused
            closed after the content    | later
            250 for the content         | sent
            """)
    void endsInTheRightNextStep(String fault, String mail) {
        try (FaultySmtp server = new FaultySmtp(fault)) {
            boolean tls = fault.equals("failed TLS");
            boolean signIn = fault.endsWith("at sign-in");
            MailAccount account = new MailAccount(
                    fault.equals("unknown host") ? "no-such-host.invalid" : "127.0.0.1",
                    server.port(),
                    tls ? MailSecurity.TLS : MailSecurity.NONE,
                    signIn ? "firm" : null,
                    signIn ? "secret" : null,
                    "firm@firm.example",
                    "The Firm");

            MailOutcome outcome = sender.sendTrusted(
                    account, OutgoingMail.generated("ann@client.example", "Subject", Letter.of(Locale.UK, "Text")));

            assertThat(words(outcome)).isEqualTo(mail);
        }
    }

    private static String words(MailOutcome outcome) {
        return switch (outcome) {
            case MailOutcome.Sent sent -> "sent";
            case MailOutcome.Refused refused -> "refused";
            case MailOutcome.TryLater later -> "later";
        };
    }
}
