package io.vestibule.hub.mail.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.mail.parse.BounceReason;
import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What mail servers report is read per recipient, in the standard form and in their own words. */
class BounceTests {

    private static final MailContext CONTEXT = new MailContext(address -> false, id -> false);

    private static ParsedMail parse(String mail) {
        return new MailParser().parse(mail.getBytes(StandardCharsets.UTF_8));
    }

    private static ParsedMail report(String recipients) {
        return parse("From: MAILER-DAEMON@mx.example\nTo: help@firm.example\nSubject: Undelivered Mail\n"
                + "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\nSorry.\n--x\n"
                + "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n" + recipients + "\n--x\n"
                + "Content-Type: text/rfc822-headers\n\nMessage-ID: <9@firm.example>\nSubject: Hello\n--x--\n");
    }

    @Test
    void eachRecipientHasAReportOfItsOwn() {
        ParsedMail mail = report("Final-Recipient: rfc822; ann@client.example\nAction: failed\nStatus: 5.1.1\n"
                + "Diagnostic-Code: smtp; 550 5.1.1 No such user\n\n"
                + "Final-Recipient: rfc822;<tom@client.example>\nAction: Delayed\nStatus: 4.4.1\n");

        assertThat(mail.reports()).hasSize(2).allMatch(one -> "9@firm.example".equals(one.originalMessageId()));
        assertThat(mail.reports().getFirst().recipient()).isEqualTo("ann@client.example");
        assertThat(mail.reports().getFirst().isHard()).isTrue();
        assertThat(mail.reports().getLast().recipient()).isEqualTo("tom@client.example");
        assertThat(mail.reports().getLast().isFailure()).isFalse();
        assertThat(Machine.isBounce(mail)).isTrue();
    }

    @Test
    void aMailThatIsOnlyLateIsNoBounce() {
        ParsedMail mail = report("Final-Recipient: rfc822; ann@client.example\nAction: delayed\nStatus: 4.2.2\n");

        assertThat(Machine.isBounce(mail)).isFalse();
        assertThat(MailFilters.objection(mail, CONTEXT).orElseThrow().refusal()).isEqualTo(MailRefusal.BOUNCE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "5.1.1 | - | USER_UNKNOWN | true",
                "5.0.0 | 550 User unknown | USER_UNKNOWN | true",
                "5.0.0 | 550 5.1.1 ann... says something | USER_UNKNOWN | true",
                "5.1.2 | - | HOST_UNKNOWN | true",
                "5.4.4 | Host or domain name not found | HOST_UNKNOWN | true",
                "5.2.2 | - | MAILBOX_FULL | false",
                "5.0.0 | 552 Quota exceeded | MAILBOX_FULL | false",
                "5.3.4 | - | TOO_BIG | false",
                "5.7.1 | 554 listed at Spamhaus | BLOCKED | false",
                "5.7.1 | 550 rejected by policy | POLICY | false",
                "5.7.1 | 550 5.7.1 User unknown | POLICY | false",
                "5.7.26 | - | POLICY | false",
                "5.0.0 | 550 Unknown domain client.example does not exist | HOST_UNKNOWN | true",
                "4.1.1 | unknown user | USER_UNKNOWN | false",
                "5.0.0 | - | OTHER | false"
            })
    void anAddressIsWrongOnlyWhereTheServerSaysSo(String status, String words, BounceReason reason, boolean hard) {
        String diagnostic = words == null ? "" : "Diagnostic-Code: smtp; " + words + "\n";
        DeliveryReport report = report("Final-Recipient: rfc822; ann@client.example\nAction: failed\nStatus: " + status
                        + "\n" + diagnostic)
                .reports()
                .getFirst();

        assertThat(report.reason()).isEqualTo(reason);
        assertThat(report.isHard()).isEqualTo(hard);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // qmail
                "From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\nHi. This is the qmail-send program at mx.example.\n"
                        + "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
                        + "<ann@client.example>:\n203.0.113.9 does not like recipient.\n"
                        + "Remote host said: 550 5.1.1 User unknown\n\n--- Below this line is a copy of the message.\n\n"
                        + "Return-Path: <help@firm.example>\nMessage-ID: <9@firm.example>\n",
                // Exim
                "Return-Path: <>\nFrom: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: ann@client.example\n"
                        + "Subject: Mail delivery failed: returning message to sender\n\n"
                        + "A message that you sent could not be delivered to one or more of its recipients.\n\n"
                        + "  ann@client.example\n    SMTP error from remote mail server after RCPT TO:<ann@client.example>:\n"
                        + "    550 No such user here\n\n------ This is a copy of the message, including all the headers. ------\n\n"
                        + "Message-ID: <9@firm.example>\n",
                // sendmail
                "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>\nSubject: Returned mail: see transcript for details\n\n"
                        + "   ----- The following addresses had permanent fatal errors -----\n<ann@client.example>\n"
                        + "    (reason: 550 5.1.1 unknown recipient)\n\n   ----- Original message follows -----\n\n"
                        + "Message-ID: <9@firm.example>\n",
                // Exchange, in German
                "From: Microsoft Exchange <postmaster@client.example>\nSubject: Unzustellbar: Hello\n\n"
                        + "Die Nachricht an die folgenden Empfänger wurde nicht zugestellt:\n\nann@client.example\n"
                        + "Die E-Mail-Adresse wurde nicht gefunden. #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\n"
                        + "Original message headers:\n\nMessage-ID: <9@firm.example>\n"
            })
    void serversThatOnlyTellItInWordsAreUnderstood(String mail) {
        DeliveryReport report =
                parse("To: help@firm.example\n" + mail).reports().getFirst();

        assertThat(report.recipient()).isEqualTo("ann@client.example");
        assertThat(report.originalMessageId()).isEqualTo("9@firm.example");
        assertThat(report.isHard()).isTrue();
    }

    @Test
    void aPersonWhoIsCalledPostmasterIsAPerson() {
        ParsedMail mail =
                parse("From: Tom <postmaster@client.example>\nTo: help@firm.example\nSubject: Our mail server\n\n"
                        + "Some invoices could not be delivered to us last week. Can you send them again?\n");

        assertThat(mail.reports()).isEmpty();
        assertThat(MailFilters.objection(mail, CONTEXT)).isEmpty();
    }

    @Test
    void aClientWhoAsksAboutAnUndeliverableMailIsAPerson() {
        ParsedMail mail =
                parse("From: Tom <tom@client.example>\nTo: help@firm.example\nSubject: Undeliverable: your invoice\n\n"
                        + "I got this: 550 5.1.1 User unknown. What does it mean?\n");

        assertThat(MailFilters.objection(mail, CONTEXT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "message/delivery-status\n\nReporting-MTA: dns; mx.client.example\n\n"
                        + "Final-Recipient: rfc822; bob@firm.example\nAction: failed\nStatus: 5.1.1\n",
                "message/disposition-notification\n\nFinal-Recipient: rfc822; bob@firm.example\n"
                        + "Disposition: manual-action/MDN-sent-manually; deleted\n",
                "message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: <bob@firm.example>\n"
            })
    void aClientWhoHandsOnAReportIsAPerson(String report) {
        ParsedMail mail =
                parse("From: Tom <tom@client.example>\nTo: help@firm.example\nSubject: Fwd: Your mail to Bob\n"
                        + "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nI got this. How do I reach Bob?\n--x\n"
                        + "Content-Type: " + report + "\n--x--\n");

        assertThat(MailFilters.objection(mail, CONTEXT)).isEmpty();
        assertThat(mail.attachments()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: MAILER-DAEMON@mx.example\n",
                "Return-Path: <>\nFrom: robot@mx.example\n",
                "From: robot@mx.example\nAuto-Submitted: auto-replied\n"
            })
    void aReportOfAMachineIsOneAlsoWithSomethingAroundIt(String sender) {
        ParsedMail mail =
                parse(sender + "Subject: Hello\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nSorry.\n--x\n"
                        + "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
                        + "Final-Recipient: rfc822; ann@client.example\nAction: failed\nStatus: 5.1.1\n--x--\n");

        assertThat(MailFilters.objection(mail, CONTEXT).orElseThrow().refusal()).isEqualTo(MailRefusal.BOUNCE);
    }

    @Test
    void aComplaintIsNoBounce() {
        ParsedMail mail = parse("From: feedback@provider.example\nSubject: Email Feedback Report\n"
                + "Content-Type: multipart/report; report-type=feedback-report; boundary=x\n\n--x\n\nA report.\n--x\n"
                + "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: <ann@client.example>\n"
                + "User-Agent: x/1\n--x\nContent-Type: message/rfc822\n\nMessage-ID: <9@firm.example>\n\nx\n--x--\n");

        assertThat(MailFilters.objection(mail, CONTEXT).orElseThrow().refusal()).isEqualTo(MailRefusal.COMPLAINT);
        assertThat(mail.reports().getFirst().originalMessageId()).isEqualTo("9@firm.example");
        assertThat(Machine.isBounce(mail)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Automatic reply: Hello | I am out of the office until Monday.",
                "Automatische Antwort: Hallo | Ich bin bis Montag nicht im Büro.",
                "Réponse automatique : Bonjour | Je suis absent du bureau.",
                "Respuesta automática: Hola | Estoy de vacaciones.",
                "Risposta automatica: Ciao | Sono in ferie.",
                "Resposta automática: Olá | Estou de férias.",
                "Automatisch antwoord: Hallo | Ik ben met vakantie.",
                "Automatiskt svar: Hej | Jag är på semester.",
                "Автоответ: Привет | Я в отпуске.",
                "自動返信 | 不在です。"
            })
    void somebodyWhoIsAwayIsKnownInManyLanguages(String subject, String words) {
        ParsedMail away = parse(
                "From: ann@client.example\nSubject: " + subject + "\nAuto-Submitted: auto-replied\n\n" + words + "\n");
        ParsedMail receipt =
                parse("From: ann@client.example\nSubject: We got your mail\nAuto-Submitted: auto-replied\n\n"
                        + "It has the number 4711.\n");

        assertThat(Machine.isAbsence(away)).isTrue();
        assertThat(Machine.isAbsence(receipt)).isFalse();
        assertThat(Machine.wroteItself(receipt)).isTrue();
    }

    @Test
    void mailOfAListIsWrittenByPeople() {
        ParsedMail list =
                parse("From: ann@client.example\nSubject: x\nPrecedence: list\nList-Id: <l.client.example>\n\nHello\n");

        assertThat(Machine.wroteItself(list)).isFalse();
        assertThat(Machine.reason(list, CONTEXT)).isNotNull();
    }
}
