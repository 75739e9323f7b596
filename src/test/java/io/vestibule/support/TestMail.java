package io.vestibule.support;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A mail as a person's mail program would write it: built header by header, so that a test can also leave one out. */
public final class TestMail {

    private final List<Header> headers = new ArrayList<>();
    private final List<String> recipients = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private String envelopeFrom;
    private String text = "";
    private @Nullable String html;

    private record Header(String name, String value) {}

    /** @param contentId of a picture that the HTML shows, null for a file that is attached */
    private record Attachment(
            String name,
            String type,
            byte[] content,
            @Nullable String contentId) {}

    private TestMail(String from) {
        envelopeFrom = address(from);
        header("From", from);
        header(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Clock.systemUTC().instant().atOffset(ZoneOffset.UTC)));
        header("Message-ID", "<" + UUID.randomUUID() + "@mail.example>");
        header("MIME-Version", "1.0");
    }

    /** From a person, written as {@code Name <address>} or the address alone. */
    public static TestMail from(String from) {
        return new TestMail(from);
    }

    public TestMail to(String... addresses) {
        Arrays.stream(addresses).map(TestMail::address).forEach(recipients::add);
        return header("To", String.join(", ", addresses));
    }

    public TestMail cc(String... addresses) {
        Arrays.stream(addresses).map(TestMail::address).forEach(recipients::add);
        return header("Cc", String.join(", ", addresses));
    }

    public TestMail subject(String subject) {
        var plain = StandardCharsets.US_ASCII.newEncoder().canEncode(subject);
        return header("Subject", plain ? subject : "=?UTF-8?B?" + base64(subject) + "?=");
    }

    public TestMail text(String text) {
        this.text = text;
        return this;
    }

    public TestMail html(String html) {
        this.html = html;
        return this;
    }

    public TestMail attach(String name, String type, byte[] content) {
        attachments.add(new Attachment(name, type, content, null));
        return this;
    }

    /** A picture for {@code <img src="cid:...">}. */
    public TestMail show(String contentId, String type, byte[] content) {
        attachments.add(new Attachment("image001.png", type, content, contentId));
        return this;
    }

    public TestMail replyingTo(String messageId) {
        return header("In-Reply-To", messageId).header("References", messageId);
    }

    /** The only header of this name. */
    public TestMail header(String name, String value) {
        return without(name).oneMore(name, value);
    }

    /** Another header, perhaps of the same name, below the others. */
    public TestMail oneMore(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    /** Another header on top, where servers write theirs. */
    public TestMail onTop(String name, String value) {
        headers.addFirst(new Header(name, value));
        return this;
    }

    public TestMail without(String name) {
        headers.removeIf(header -> header.name().equals(name));
        return this;
    }

    /** The return path; empty for a mail that must not be answered. */
    public TestMail envelopeFrom(String address) {
        envelopeFrom = address;
        return this;
    }

    public String messageId() {
        return first("Message-ID");
    }

    public String subject() {
        return first("Subject");
    }

    private String first(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    String envelopeFrom() {
        return envelopeFrom;
    }

    List<String> recipients() {
        return recipients;
    }

    public byte[] bytes() {
        var mail = new StringBuilder();
        headers.forEach(header ->
                mail.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        if (attachments.isEmpty()) {
            mail.append(body());
        } else {
            mail.append("Content-Type: multipart/mixed; boundary=\"mixed\"\r\n\r\n--mixed\r\n");
            mail.append(body()).append("\r\n");
            attachments.forEach(attachment -> mail.append(part(attachment)));
            mail.append("--mixed--\r\n");
        }
        return mail.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String body() {
        if (html == null) {
            return leaf("text/plain", text);
        }
        return "Content-Type: multipart/alternative; boundary=\"alt\"\r\n\r\n--alt\r\n" + leaf("text/plain", text)
                + "\r\n--alt\r\n" + leaf("text/html", html) + "\r\n--alt--\r\n";
    }

    private static String leaf(String type, String content) {
        return "Content-Type: " + type + "; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                + content.replace("\r\n", "\n").replace("\n", "\r\n");
    }

    private static String part(Attachment attachment) {
        String id = attachment.contentId();
        return "--mixed\r\nContent-Type: " + attachment.type() + "\r\nContent-Disposition: "
                + (id == null ? "attachment" : "inline") + "; filename=\"" + attachment.name() + "\"\r\n"
                + (id == null ? "" : "Content-ID: <" + id + ">\r\n") + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(attachment.content()) + "\r\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String address(String mailbox) {
        var open = mailbox.indexOf('<');
        return open < 0 ? mailbox.strip() : mailbox.substring(open + 1, mailbox.indexOf('>'));
    }
}
