package io.vestibule.hub.mail.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** We never answer a machine, and our own mail never becomes a request. */
class MailFiltersTests {

    private static final MailContext CONTEXT =
            new MailContext("help@firm.example"::equals, "sent@firm.example"::equals);

    private static ParsedMail mail(String headers) {
        String from = headers.startsWith("From:") ? "" : "From: Tom <tom@client.example>\r\n";
        return new MailParser().parse((from + headers + "\r\n\r\nText").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-generated",
                "Auto-Submitted: auto-replied",
                "Precedence: bulk",
                "Precedence: list",
                "Precedence: junk",
                "Return-Path: <>",
                "List-Id: <news.client.example>",
                "List-Unsubscribe: <mailto:x@client.example>",
                "X-Auto-Response-Suppress: All",
                "From: MAILER-DAEMON@client.example",
                "From: postmaster@client.example",
                "From: no-reply@client.example",
                "From: help@firm.example"
            })
    void aMachineIsNeverAnswered(String header) {
        assertThat(Machine.reason(mail(header), CONTEXT)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Auto-Submitted: no", "X-Auto-Response-Suppress: RN, NRN", "Subject: Hello"})
    void aPersonMayBeAnswered(String header) {
        assertThat(Machine.reason(mail(header), CONTEXT)).isNull();
        assertThat(MailFilters.objection(mail(header), CONTEXT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All", "Return-Path: <>"})
    void aSubjectLikeThatOfAnAutoReplyIsOneWithTheMarkOfAMachine(String header) {
        assertThat(MailFilters.objection(mail("Subject: Automatic reply: Hello\r\n" + header), CONTEXT))
                .get()
                .extracting(MailFilters.Stopped::refusal)
                .isEqualTo(MailRefusal.AUTO_REPLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject: Out of office hours support", "Subject: Re: out of office on Friday?"})
    void aSubjectLikeThatOfAnAutoReplyIsNotAnsweredButRead(String header) {
        assertThat(Machine.reason(mail(header), CONTEXT)).startsWith("auto-reply-subject");
        assertThat(MailFilters.objection(mail(header), CONTEXT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: help@firm.example | OWN_MAIL",
                "X-Vestibule-Id: <sent@firm.example> | OWN_MAIL",
                "Message-ID: <sent@firm.example> | OWN_MAIL",
                "Auto-Submitted: auto-replied | AUTO_REPLY",
                "X-Failed-Recipients: a@b.example | BOUNCE",
                "Content-Type: multipart/encrypted; boundary=x | ENCRYPTED",
                "Content-Type: message/disposition-notification | READ_RECEIPT"
            })
    void whatIsNoRequestHasAReason(String header, MailRefusal refusal) {
        assertThat(MailFilters.objection(mail(header), CONTEXT))
                .get()
                .extracting(MailFilters.Stopped::refusal)
                .isEqualTo(refusal);
    }
}
