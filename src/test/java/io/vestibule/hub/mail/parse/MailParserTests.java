package io.vestibule.hub.mail.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Allocated;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Bad mails are read as far as they can be, and never fail. */
class MailParserTests {

    private final MailParser parser = new MailParser();

    private ParsedMail parse(String mail) {
        return parser.parse(mail.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aMailWithoutSenderAndMessageIdIsReadAndHasADeterministicKey() {
        byte[] raw = "Subject: Hello\r\n\r\nText".getBytes(StandardCharsets.US_ASCII);

        ParsedMail mail = parser.parse(raw);

        assertThat(mail.from()).isNull();
        assertThat(mail.messageId()).isNull();
        assertThat(mail.text()).isEqualTo("Text");
        assertThat(HeaderScan.of(raw).externalId()).isEqualTo(HeaderScan.of(raw).externalId());
    }

    @Test
    void aReusedMessageIdWithAnotherTextHasAnotherKey() {
        String header = "From: a@b.example\r\nMessage-ID: <1@x>\r\n\r\n";
        HeaderScan one = HeaderScan.of((header + "one").getBytes(StandardCharsets.US_ASCII));
        HeaderScan two = HeaderScan.of((header + "two").getBytes(StandardCharsets.US_ASCII));

        assertThat(one.messageId()).isEqualTo(two.messageId());
        assertThat(one.externalId()).isNotEqualTo(two.externalId());
    }

    @Test
    void nullBytesAndUnknownCharsetsLeaveReadableText() {
        ParsedMail mail = parse("From: a@b.example\r\nSubject: A\0B\r\n"
                + "Content-Type: text/plain; charset=x-nobody-knows\r\n\r\nna\0\u00efve");

        assertThat(mail.subject()).isEqualTo("AB");
        assertThat(mail.text()).isEqualTo("naïve");
    }

    @Test
    void brokenMimeIsReadAsFarAsItGoes() {
        ParsedMail mail = parse("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=\"never\"\r\n\r\n"
                + "There is no such boundary");

        assertThat(mail.text()).isEqualTo("There is no such boundary");
        assertThat(mail.problems()).containsExactly("A part of type multipart/mixed has no parts; it was read as text");
    }

    @Test
    void ofThreeHundredAttachmentsTwoHundredAreReadAndTheRestIsNamed() {
        StringBuilder mail =
                new StringBuilder("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n");
        for (int i = 0; i < 300; i++) {
            mail.append("--x\r\nContent-Type: application/pdf; name=\"f")
                    .append(i)
                    .append(".pdf\"\r\n\r\ncontent\r\n");
        }
        ParsedMail parsed = parse(mail.append("--x--\r\n").toString());

        assertThat(parsed.attachments()).hasSize(200);
        assertThat(parsed.skipped()).hasSize(100).allMatch(file -> file.reason().contains("200") && file.bytes() == 7);
    }

    @Test
    void whatAServerSaysOfAMailIsLeftAsItStands() {
        String said = "mx.firm.example; spf=pass smtp.mailfrom==?us-ascii?Q?x=3Bdmarc=3Dpass?=@evil.example";
        ParsedMail mail = new MailParser()
                .parse(("From: a@b.example\r\nAuthentication-Results: " + said + "\r\n\r\ntext")
                        .getBytes(StandardCharsets.US_ASCII));

        assertThat(mail.all("Authentication-Results")).containsExactly(said);
    }

    /** Of a header line there are several in each mail, and to make a pattern takes more than to use it. */
    @Test
    void theAddressesOfALineAreReadWithPatternsThatAreThere() throws Exception {
        String line = "\"Writer, Tom\" <tom@mail.example>";
        assertThat(AddressList.parse(line)).containsExactly(new MailAddress("Writer, Tom", "tom@mail.example"));

        assertThat(Allocated.during(() -> AddressList.parse(line))).isLessThan(5_000);
    }
}
