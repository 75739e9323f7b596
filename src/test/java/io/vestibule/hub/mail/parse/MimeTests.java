package io.vestibule.hub.mail.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import io.vestibule.support.Allocated;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts, files and texts are found however their sender packed them. */
class MimeTests {

    private static ParsedMail parse(String mail) {
        return new MailParser().parse(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> names(ParsedMail mail) {
        return mail.attachments().stream().map(Attachment::name).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "attachment; filename=plain.txt | plain.txt",
                "attachment; filename=\"two words.txt\" | two words.txt",
                "attachment; filename=two words.txt | two words.txt",
                "attachment; filename=report(1).pdf | report(1).pdf",
                "attachment; filename=\"open.txt | open.txt",
                "attachment (a comment); filename=x.txt | x.txt",
                "attachment; filename=\"=?utf-8?q?Gr=C3=BC=C3=9Fe.txt?=\" | Grüße.txt",
                "attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.txt | Grüße.txt",
                "attachment; filename*=iso-8859-1'de'Gr%FC%DFe.txt; filename=plain.txt | Grüße.txt",
                "attachment; filename*1=\"long.txt\"; filename*0=\"very \" | very long.txt",
                "attachment; filename*0*=utf-8''%C3; filename*1*=%BC.txt | ü.txt",
                "attachment; filename; size=3; filename=x.txt | x.txt",
                "attachment; filename=first.txt; filename=second.txt | first.txt",
                "attachment; filename=../../etc/passwd | passwd",
                "attachment; filename=Grüße.txt | Grüße.txt"
            })
    void aFileHasTheNameItsSenderGaveIt(String disposition, String name) {
        ParsedMail mail = parse("From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
                + "Content-Type: application/octet-stream\nContent-Disposition: " + disposition
                + "\n\ncontent\n--x--\n");

        assertThat(names(mail)).containsExactly(name);
    }

    @Test
    void aBoundaryThatBeginsLikeAnotherIsAnother() {
        ParsedMail mail = parse(
                "Content-Type: multipart/mixed; boundary=\"b\"\n\npreamble\n--b\n"
                        + "Content-Type: multipart/alternative; boundary=\"b1\"\n\n--b1\n\nplain\n--b1\n"
                        + "Content-Type: text/html\n\n<p>html</p>\n--b1--\n--b\nContent-Type: image/png; name=a.png\n\nx\n--b--\nepilogue");

        assertThat(mail.text()).isEqualTo("plain");
        assertThat(mail.html()).isEqualTo("<p>html</p>");
        assertThat(names(mail)).containsExactly("a.png");
    }

    @Test
    void aMailThatWasCutIsReadToItsEnd() {
        ParsedMail mail = parse("Content-Type: multipart/mixed\n\n--lost\n\nwords\n--lost\n"
                + "Content-Type: text/csv; name=a.csv\nContent-Transfer-Encoding: base64\n\nYTtiCmM7");

        assertThat(mail.text()).isEqualTo("words");
        assertThat(new String(mail.attachments().getFirst().content(), StandardCharsets.UTF_8))
                .isEqualTo("a;b\nc;");
    }

    @Test
    void partsThatAreNotPartedAsTheirMailSaysAreReadAsTheyLook() {
        ParsedMail mail = parse("Content-Type: multipart/mixed; boundary=never\n\n"
                + "This is a multi-part message in MIME format.\n\n--other\n"
                + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nR3LDvMOfZQ==\n--other\n"
                + "Content-Type: text/csv; name=a.csv\n\na;b\n--other--\n");

        assertThat(mail.text()).isEqualTo("Grüße");
        assertThat(names(mail)).containsExactly("a.csv");
        assertThat(mail.problems())
                .containsExactly("A part of type multipart/mixed is not parted as it says;"
                        + " it was read by the lines that look like it");
    }

    @Test
    void wordsAboveWhatLooksLikeAPartAreShownWithIt() {
        ParsedMail mail = parse("Content-Type: multipart/mixed; boundary=never\n\nPlease pay.\n--other\n"
                + "Content-Type: text/plain\n\nSoon.\n");

        assertThat(mail.text()).isEqualTo("Please pay.\n--other\nContent-Type: text/plain\n\nSoon.");
        assertThat(mail.problems()).containsExactly("A part of type multipart/mixed has no parts; it was read as text");
    }

    @ParameterizedTest
    @CsvSource({
        "TWFu, Man",
        "TWE=, Ma",
        "TQ==, M",
        "TQ, M",
        "TWFuT, Man",
        "TQ==TWE=TWFu, MMaMan",
        "'', ''",
    })
    void whatIsEncodedIsReadHoweverItEnds(String encoded, String content) {
        byte[] raw = (" " + encoded + " ").getBytes(StandardCharsets.US_ASCII);

        assertThat(new String(TransferEncodings.base64(raw, 1, raw.length - 1), StandardCharsets.US_ASCII))
                .isEqualTo(content);
    }

    @Test
    void aLargeFileIsHeldOnceBesideItsMail() throws Exception {
        byte[] file = new byte[3_000_000];
        byte[] mail =
                ("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: application/pdf; name=a.pdf\r\n"
                                + "Content-Transfer-Encoding: base64\r\n\r\n"
                                + Base64.getMimeEncoder().encodeToString(file) + "\r\n--x--\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        new MailParser().parse(new byte[0]);

        long taken = Allocated.during(() -> new MailParser().parse(mail));

        assertThat(taken).isLessThan(file.length * 3 / 2);
        assertThat(new MailParser().parse(mail).attachments().getFirst().content())
                .isEqualTo(file);
    }

    @Test
    void aLargeMailIsNotCopiedToBeToldFromOthers() throws Exception {
        byte[] mail = new byte[3_000_000];
        byte[] other = mail.clone();
        other[other.length - 1] = 1;
        byte[] header = "Message-ID: <a@b.example>\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(header, 0, mail, 0, header.length);
        System.arraycopy(header, 0, other, 0, header.length);
        String id = HeaderScan.of(mail).externalId();

        long taken = Allocated.during(() -> HeaderScan.of(mail));

        assertThat(taken).isLessThan(mail.length / 2);
        assertThat(HeaderScan.of(other).externalId()).isNotEqualTo(id).startsWith("a@b.example#");
    }

    @Test
    void aPartWithoutHeaderBeginsWithItsWords() {
        assertThat(parse("Content-Type: multipart/mixed; boundary=x\n\n--x\njust words\nand more\n--x--\n")
                        .text())
                .isEqualTo("just words\nand more");
    }

    @Test
    void linesThatFlowAreOneParagraph() {
        ParsedMail mail = parse("Content-Type: text/plain; format=flowed\n\nOne line \nthat flows.\n> quoted \n> too\n"
                + " From here\n-- \nAnn");

        assertThat(mail.text()).isEqualTo("One line that flows.\n> quoted too\nFrom here\n-- \nAnn");
        assertThat(parse("Content-Type: text/plain; format=flowed; delsp=yes\n\nJapan \nese")
                        .text())
                .isEqualTo("Japanese");
    }

    @Test
    void aFileInTheTextIsAFile() {
        ParsedMail mail = parse("Subject: x\n\nSee below.\n\nbegin 644 cat.txt\n#0V%T\n`\nend\n\nBye\nbegin to end");

        assertThat(mail.text()).isEqualTo("See below.\n\n\nBye\nbegin to end");
        assertThat(names(mail)).containsExactly("cat.txt");
        assertThat(mail.attachments().getFirst().content()).isEqualTo("Cat".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aMailThatIsSignedAsAWholeIsReadWithAMark() {
        byte[] inside = "Content-Type: text/plain\r\n\r\nThe signed words".getBytes(StandardCharsets.US_ASCII);

        ParsedMail mail = parse("Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
                + "Content-Transfer-Encoding: base64\n\n"
                + Base64.getEncoder().encodeToString(CmsBytes.signed(inside)));

        assertThat(mail.text()).isEqualTo("The signed words");
        assertThat(mail.protection()).isEqualTo(Protection.SIGNED_SMIME);
        assertThat(mail.attachments()).isEmpty();
    }

    @Test
    void whatIsEncryptedIsMarkedAndKept() {
        ParsedMail cms = parse("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"
                + "Content-Transfer-Encoding: base64\n\nMAsGCSqGSIb3DQEHAw==");
        ParsedMail pgp = parse(
                "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=x\n\n"
                        + "--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--x\n"
                        + "Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n--x--\n");
        ParsedMail inText = parse("Subject: x\n\n-----BEGIN PGP MESSAGE-----\n\nhQE\n-----END PGP MESSAGE-----\n");

        assertThat(cms.protection()).isEqualTo(Protection.ENCRYPTED_SMIME);
        assertThat(names(cms)).containsExactly("smime.p7m");
        assertThat(pgp.protection()).isEqualTo(Protection.ENCRYPTED_PGP);
        assertThat(names(pgp)).contains("encrypted.asc");
        assertThat(inText.protection()).isEqualTo(Protection.ENCRYPTED_PGP);
    }

    @Test
    void aTextThatIsSignedInItselfIsReadWithoutItsSignature() {
        ParsedMail mail =
                parse("Subject: x\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nPlease pay.\n- -- \nAnn\n"
                        + "-----BEGIN PGP SIGNATURE-----\n\niQE\n-----END PGP SIGNATURE-----\n");

        assertThat(mail.text()).isEqualTo("Please pay.\n-- \nAnn");
        assertThat(mail.protection()).isEqualTo(Protection.SIGNED_PGP);
    }

    @Test
    void whatStandsRightBelowASignatureIsRead() {
        ParsedMail mail = parse("Subject: x\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nPlease pay.\n"
                + "-----BEGIN PGP SIGNATURE-----\n\niQE\n-----END PGP SIGNATURE-----\nTo the old account.\n");

        assertThat(mail.text()).isEqualTo("Please pay.\nTo the old account.");
    }

    @Test
    void aSignedTextWhoseMarksAreBrokenLosesNoWords() {
        ParsedMail mail = parse("Subject: x\n\n-----BEGIN PGP SIGNED MESSAGE-----\nPlease pay.\n\nSoon.\n"
                + "-----BEGIN PGP SIGNATURE-----\n\niQE\nTo the old account.\n");

        assertThat(mail.text())
                .isEqualTo("Please pay.\n\nSoon.\n-----BEGIN PGP SIGNATURE-----\n\niQE\nTo the old account.");
    }

    @Test
    void aSignatureThatNeverEndsDoesNotHideTheNextSignedText() {
        String begin = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n";
        ParsedMail mail = parse("Subject: x\n\n" + begin + "Please pay.\n-----BEGIN PGP SIGNATURE-----\n\niQE\n" + begin
                + "Soon.\n-----BEGIN PGP SIGNATURE-----\n\niQE\n-----END PGP SIGNATURE-----\n");

        assertThat(mail.text()).startsWith("Please pay.").endsWith("Soon.");
    }

    @Test
    void addressesAreReadAsPeopleWriteThem() {
        ParsedMail mail = parse(
                "From: Ann (at work) <ann@client.example\nTo: A Group:Bob <b@x.example>, c@(a comment)y.example;\n"
                        + "Cc: \"Last, First\" <lf@x.example>, jürgen@müller.example\n\n");

        assertThat(mail.from()).isEqualTo(new MailAddress("Ann", "ann@client.example"));
        assertThat(mail.to()).extracting(MailAddress::email).containsExactly("b@x.example", "c@y.example");
        assertThat(mail.cc())
                .containsExactly(
                        new MailAddress("Last, First", "lf@x.example"), new MailAddress(null, "jürgen@müller.example"));
    }
}
