package io.vestibule.hub.mail.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail that is signed is opened; a document that is signed stays the file that its sender attached. */
class SignedFileTests {

    private static final String INVOICE =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<p:FatturaElettronica versione=\"FPR12\"/>\n";
    private static final String MAIL = "Content-Type: text/plain\r\n\r\nThe signed words";
    private static final String ATTACHED = "Content-Disposition: attachment; filename=";

    private static byte[] signed(String content) {
        return CmsBytes.signed(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** @param fields what else the part's header has, each line with its end */
    private static String part(String fields, byte[] message) {
        return "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n" + fields + "\r\n"
                + Base64.getEncoder().encodeToString(message);
    }

    private static ParsedMail parse(String mail) {
        return new MailParser().parse(mail.getBytes(StandardCharsets.US_ASCII));
    }

    private static ParsedMail beside(String fields, byte[] message) {
        return parse("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
                + "--x\r\n\r\nSee the file.\r\n--x\r\n" + part(fields, message) + "\r\n--x--\r\n");
    }

    private static List<String> names(ParsedMail mail) {
        return mail.attachments().stream().map(Attachment::name).toList();
    }

    @Test
    void anInvoiceThatIsSignedIsAFileAsItCame() {
        byte[] message = signed(INVOICE);

        ParsedMail mail = beside(ATTACHED + "fattura.xml.p7m\r\n", message);

        assertThat(mail.text()).isEqualTo("See the file.");
        assertThat(names(mail)).containsExactly("fattura.xml.p7m");
        assertThat(mail.attachments().getFirst().content()).isEqualTo(message);
        assertThat(mail.protection()).isEqualTo(Protection.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                INVOICE,
                "%PDF-1.7\nContent-Type: text/plain\n\nno text of a mail",
                "Subject: a header that names no type\r\n\r\nwords",
                ""
            })
    void whatIsSignedAndIsNoMailIsAFileHoweverItWasSent(String content) {
        ParsedMail mail = beside("Content-Disposition: inline; filename=smime.p7m\r\n", signed(content));

        assertThat(mail.text()).isEqualTo("See the file.");
        assertThat(names(mail)).containsExactly("smime.p7m");
        assertThat(mail.protection()).isEqualTo(Protection.NONE);
    }

    @Test
    void aDocumentThatLooksLikeAMailIsAFileUnderTheNameItsSenderGaveIt() {
        ParsedMail mail = beside(ATTACHED + "\"the contract.eml.p7m\"\r\n", signed(MAIL));

        assertThat(mail.text()).isEqualTo("See the file.");
        assertThat(names(mail)).containsExactly("the contract.eml.p7m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Disposition: attachment\r\n",
                ATTACHED + "smime.p7m\r\n",
                ATTACHED + "SMIME.P7M\r\n",
                "Content-Disposition: inline; filename=signed.p7m\r\n"
            })
    void aMailThatIsSignedIsOpenedUnderTheUsualName(String fields) {
        ParsedMail mail = parse(part(fields, signed(MAIL)));

        assertThat(mail.text()).isEqualTo("The signed words");
        assertThat(mail.attachments()).isEmpty();
        assertThat(mail.protection()).isEqualTo(Protection.SIGNED_SMIME);
    }

    @Test
    void anEncryptedDocumentDoesNotMakeItsMailAnEncryptedOne() {
        ParsedMail mail = beside(ATTACHED + "contratto.pdf.p7m\r\n", CmsBytes.encrypted());

        assertThat(mail.protection()).isEqualTo(Protection.NONE);
        assertThat(mail.text()).isEqualTo("See the file.");
        assertThat(names(mail)).containsExactly("contratto.pdf.p7m");
    }

    @Test
    void anEncryptedMailIsMarkedUnderTheUsualName() {
        ParsedMail mail = parse(part(ATTACHED + "smime.p7m\r\n", CmsBytes.encrypted()));

        assertThat(mail.protection()).isEqualTo(Protection.ENCRYPTED_SMIME);
        assertThat(names(mail)).containsExactly("smime.p7m");
    }

    private static ParsedMail signedTimes(int times) {
        String mail = MAIL;
        for (int i = 0; i < times; i++) {
            mail = part(ATTACHED + "smime.p7m\r\n", signed(mail));
        }
        return parse(mail);
    }

    @Test
    void ofManySignaturesAroundEachOtherThreeAreOpened() {
        assertThat(signedTimes(3).text()).isEqualTo("The signed words");
        assertThat(signedTimes(3).problems()).isEmpty();

        ParsedMail more = signedTimes(4);

        assertThat(more.text()).isEmpty();
        assertThat(names(more)).containsExactly("smime.p7m");
        assertThat(more.attachments().getFirst().content()).isEqualTo(signed(MAIL));
        assertThat(more.problems()).hasSize(1).first().asString().contains("more than 3 signatures");
        assertThat(more.protection()).isEqualTo(Protection.SIGNED_SMIME);
    }
}
