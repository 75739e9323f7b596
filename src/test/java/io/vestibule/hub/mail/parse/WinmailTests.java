package io.vestibule.hub.mail.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import io.vestibule.hub.mail.parse.ParsedMail.Skipped;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Outlook packs into winmail.dat comes out of it, and what can't come out stays in it. */
class WinmailTests {

    private static final int FILE_STARTS = 0x00069002;
    private static final int FILE_NAME = 0x00018010;
    private static final int FILE_CONTENT = 0x0006800F;
    private static final int FILE_PROPERTIES = 0x00069005;
    private static final int SUBJECT_ATTRIBUTE = 0x00018004;
    private static final int MAIL_PROPERTIES = 0x00069003;

    private static final int SUBJECT = 0x0037;
    private static final int BODY = 0x1000;
    private static final int RTF = 0x1009;
    private static final int HTML = 0x1013;
    private static final int CONTENT = 0x3701;
    private static final int LONG_NAME = 0x3707;

    /** A thousand values of a type that has none. */
    private static final byte[] MANY_OF_NOTHING = ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 0x1000)
            .putShort((short) 0x0001)
            .putInt(1_000)
            .array();

    private static final byte[] PACKED_RTF = property(RTF, 0x102, "packed".getBytes(StandardCharsets.US_ASCII));

    private static ParsedMail parse(byte[] winmail) {
        String mail = "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nThe words\r\n--x\r\n"
                + "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getEncoder().encodeToString(winmail) + "\r\n--x--\r\n";
        return new MailParser().parse(mail.getBytes(StandardCharsets.US_ASCII));
    }

    private static List<String> names(ParsedMail mail) {
        return mail.attachments().stream().map(Attachment::name).toList();
    }

    private static String content(ParsedMail mail, int file) {
        return new String(mail.attachments().get(file).content(), StandardCharsets.UTF_8);
    }

    @Test
    void aFileComesOutUnderItsLongName() {
        ParsedMail mail = parse(tnef(
                file("INVOIC~1.PDF", "PDF"),
                attribute(FILE_PROPERTIES, properties(text(LONG_NAME, "my invoice.pdf")))));

        assertThat(mail.text()).isEqualTo("The words");
        assertThat(names(mail)).containsExactly("my invoice.pdf");
        assertThat(content(mail, 0)).isEqualTo("PDF");
    }

    @Test
    void whatAMailInsideSaysIsAFileNamedByItsSubject() {
        byte[] inside = tnef(
                attribute(MAIL_PROPERTIES, properties(text(SUBJECT, "Offer 1/2"), text(BODY, "Grüße"), html("<p>x"))),
                file("plan.pdf", "PDF"));

        ParsedMail mail = parse(tnef(attached(inside), file("own.pdf", "own")));

        assertThat(names(mail)).containsExactly("Offer 1_2.txt", "plan.pdf", "own.pdf");
        assertThat(mail.attachments().getFirst().contentType()).isEqualTo("text/plain");
        assertThat(content(mail, 0)).isEqualTo("Grüße");
        assertThat(mail.text()).isEqualTo("The words");
    }

    @Test
    void aMailInsideThatHasOnlyMarkupIsAPage() {
        byte[] named = tnef(
                attribute(SUBJECT_ATTRIBUTE, "Minutes\0".getBytes(StandardCharsets.US_ASCII)),
                attribute(MAIL_PROPERTIES, properties(html("<p>Minutes</p>"))));
        byte[] nameless = tnef(attribute(MAIL_PROPERTIES, properties(html("<p>Nothing</p>"))));

        ParsedMail mail = parse(tnef(attached(named), attached(nameless)));

        assertThat(names(mail)).containsExactly("Minutes.html", "message.html");
        assertThat(mail.attachments().getFirst().contentType()).isEqualTo("text/html");
        assertThat(content(mail, 0)).isEqualTo("<p>Minutes</p>");
    }

    @Test
    void whereAMailInsideHasOnlyRtfWinmailDatIsKeptBesideItsFiles() {
        byte[] inside = tnef(
                attribute(MAIL_PROPERTIES, properties(text(SUBJECT, "Offer"), PACKED_RTF)), file("plan.pdf", "PDF"));
        byte[] around = tnef(attribute(MAIL_PROPERTIES, properties(text(BODY, "See the offer"))), attached(inside));
        byte[] winmail = tnef(attached(around));

        ParsedMail mail = parse(winmail);

        assertThat(names(mail)).containsExactly("message.txt", "plan.pdf", "winmail.dat");
        assertThat(mail.attachments().getLast().content()).isEqualTo(winmail);
        assertThat(mail.problems()).hasSize(1).first().asString().contains("winmail.dat");
    }

    @Test
    void winmailDatIsKeptOnceWhereNothingElseIsFound() {
        ParsedMail mail = parse(tnef(attached(tnef(attribute(MAIL_PROPERTIES, properties(PACKED_RTF))))));

        assertThat(names(mail)).containsExactly("winmail.dat");
    }

    @Test
    void whereAllWasFoundWinmailDatIsNotKept() {
        byte[] inside = tnef(attribute(MAIL_PROPERTIES, properties(text(BODY, "All of it"), PACKED_RTF)));

        ParsedMail mail = parse(tnef(attached(inside)));

        assertThat(names(mail)).containsExactly("message.txt");
        assertThat(mail.problems()).isEmpty();
    }

    @Test
    void whatStandsBeforeAListOfValuesWithoutBytesIsKept() {
        byte[] properties = properties(text(LONG_NAME, "plan.pdf"), MANY_OF_NOTHING, text(0x370E, "text/html"));

        ParsedMail mail = parse(tnef(file("PLAN~1.PDF", "PDF"), attribute(FILE_PROPERTIES, properties)));

        assertThat(names(mail)).containsExactly("plan.pdf");
        assertThat(mail.attachments().getFirst().contentType()).isEqualTo("application/octet-stream");
    }

    /** Each forty thousand bytes say that they are five million values. */
    @Test
    void numbersThatNoBytesStandBehindAreNotBelieved() {
        byte[][] nothing = new byte[5_000][];
        Arrays.fill(nothing, MANY_OF_NOTHING);
        byte[][] attributes = new byte[200][];
        Arrays.fill(attributes, attribute(FILE_PROPERTIES, properties(nothing)));
        byte[] winmail = tnef(joined(attributes), file("plan.pdf", "PDF"));

        ParsedMail mail = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> parse(winmail));

        assertThat(names(mail)).containsExactly("plan.pdf");
    }

    @Test
    void winmailDatIsNotForgottenWhereItHasMoreFilesThanAreTaken() {
        byte[][] files = new byte[201][];
        Arrays.fill(files, file("plan.pdf", "PDF"));

        ParsedMail mail = parse(tnef(files));

        assertThat(mail.attachments()).hasSize(200);
        assertThat(mail.skipped()).extracting(Skipped::name).containsExactly("winmail.dat");
    }

    private static byte[] tnef(byte[]... attributes) {
        byte[] start = ByteBuffer.allocate(6)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x223E9F78)
                .putShort((short) 1)
                .array();
        return joined(start, joined(attributes));
    }

    private static byte[] attribute(int id, byte[] content) {
        return ByteBuffer.allocate(content.length + 11)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 2)
                .putInt(id)
                .putInt(content.length)
                .put(content)
                .putShort((short) 0)
                .array();
    }

    private static byte[] file(String name, String content) {
        return joined(
                attribute(FILE_STARTS, new byte[14]),
                attribute(FILE_NAME, (name + "\0").getBytes(StandardCharsets.US_ASCII)),
                attribute(FILE_CONTENT, content.getBytes(StandardCharsets.US_ASCII)));
    }

    /** A mail that was attached in Outlook: an object, before which the id of its interface stands. */
    private static byte[] attached(byte[] mail) {
        byte[] object = property(CONTENT, 0x0D, joined(new byte[16], mail));
        return joined(attribute(FILE_STARTS, new byte[14]), attribute(FILE_PROPERTIES, properties(object)));
    }

    private static byte[] properties(byte[]... all) {
        byte[] count = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(all.length)
                .array();
        return joined(count, joined(all));
    }

    private static byte[] text(int property, String value) {
        return property(property, 0x1F, (value + "\0").getBytes(StandardCharsets.UTF_16LE));
    }

    private static byte[] html(String value) {
        return property(HTML, 0x102, value.getBytes(StandardCharsets.US_ASCII));
    }

    /** A value of changing length, filled up to four bytes. */
    private static byte[] property(int property, int type, byte[] value) {
        return ByteBuffer.allocate(12 + (value.length + 3) / 4 * 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) type)
                .putShort((short) property)
                .putInt(1)
                .putInt(value.length)
                .put(value)
                .array();
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
