package io.vestibule.hub.mail.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vestibule.hub.mail.reply.Reply;
import io.vestibule.hub.mail.reply.ReplyExtractor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mails that are cheap to send and were dear to read. The bound says "does it end at all": each of these took minutes
 * or hours where reading costs more than once over the bytes.
 */
class HostileMailTests {

    private static final Duration ENDS = Duration.ofSeconds(60);
    private static final String SPACES = " ".repeat(900);

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void readsAnyHeaderAtReceipt(String name, String header) {
        byte[] raw = (header + "\r\nSubject: x\r\n\r\ntext").getBytes(StandardCharsets.ISO_8859_1);

        HeaderScan scan = assertTimeoutPreemptively(ENDS, () -> HeaderScan.of(raw));

        assertThat(scan.subject()).isEqualTo("x");
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("an id of spaces", "References: <" + ("\r\n" + SPACES).repeat(200)),
                Arguments.of("ends of ids", "References: x\r\n " + ">".repeat(400_000)),
                Arguments.of("many open ids", "References: " + "<".repeat(200_000)),
                Arguments.of("many closed ids", "References: " + "<a>".repeat(60_000)),
                Arguments.of("short folded lines", "References: <" + "\r\n ".repeat(120_000)),
                Arguments.of("an address of spaces", "From: a" + SPACES.repeat(100) + "b"),
                Arguments.of("an address of brackets", "From: " + "<(".repeat(100_000)),
                Arguments.of("an address of quotes", "From: " + "\"".repeat(200_000)),
                Arguments.of("many addresses", "From: " + "a@b.c,".repeat(60_000)),
                Arguments.of("a subject of half words", "X-Subject: " + "=?utf-8?q?".repeat(40_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void readsAnyBody(String name, String type, String body) {
        byte[] raw = ("From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: " + type + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.UTF_8);

        Reply reply = assertTimeoutPreemptively(ENDS, () -> {
            ParsedMail mail = new MailParser().parse(raw);
            return new ReplyExtractor().extract(mail);
        });

        assertThat(reply).isNotNull();
    }

    static Stream<Arguments> bodies() {
        String html = "text/html; charset=utf-8";
        String plain = "text/plain; charset=utf-8";
        String report = "multipart/report; boundary=x";
        return Stream.of(
                Arguments.of("comments that never end", "text/plain;" + "(;".repeat(30_000), "text"),
                Arguments.of(
                        "a type of open length in a signed message",
                        "application/pkcs7-mime\r\nContent-Transfer-Encoding: base64",
                        "MAEGgA=="),
                Arguments.of(
                        "paragraphs behind an Outlook mark",
                        html,
                        "<div id=divRplyFwdMsg></div>" + "<p>".repeat(60_000)),
                Arguments.of("many Outlook marks", html, "<div id=appendonsend></div>".repeat(20_000)),
                Arguments.of("many quotes", html, "<blockquote type=cite>a</blockquote>".repeat(20_000)),
                Arguments.of("hard spaces", html, "<pre>" + "&nbsp;".repeat(120_000) + "x</pre>"),
                Arguments.of("deep nesting", html, "<b><i><a href=http://a>".repeat(5_000)),
                Arguments.of("a divider of spaces", plain, "--Original Message" + " ".repeat(100_000) + "x"),
                Arguments.of("one long line", plain, "On 1 " + "wrote ".repeat(100_000) + ":"),
                Arguments.of("many headings", plain, "On 1 May a wrote:\n".repeat(40_000) + "> q\nown\n"),
                Arguments.of("many empty lines", plain, "a:\n" + "\n".repeat(300_000)),
                Arguments.of("fields and nothing else", plain, "From: a <a@b.example>\n".repeat(20_000)),
                Arguments.of("fields in one line", plain, "From: a <a@b.example>To: ".repeat(20_000)),
                Arguments.of("a name that grows", "text/calendar", "\u00df".repeat(200_000) + ":x"),
                Arguments.of("many encoded files", plain, "begin 644 x\n#0V%T\n".repeat(30_000)),
                Arguments.of("lines that flow", "text/plain; format=flowed", ">a \n".repeat(400_000)),
                Arguments.of(
                        "blocks of a report",
                        report,
                        "--x\r\nContent-Type: message/delivery-status\r\n\r\n" + "a:b\n\n".repeat(1_000_000)
                                + "\r\n--x--\r\n"),
                Arguments.of("half headings", plain, ("On 1 " + "schrieb ".repeat(48) + ":\n").repeat(2_000)),
                Arguments.of(
                        "a report of spaces",
                        report,
                        "--x\r\nContent-Type: message/delivery-status\r\n\r\nDiagnostic-Code:" + " \n".repeat(60_000)
                                + "\r\nFinal-Recipient:" + " ".repeat(60_000) + "\r\n--x--\r\n"));
    }
}
