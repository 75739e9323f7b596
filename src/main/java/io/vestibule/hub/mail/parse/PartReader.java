package io.vestibule.hub.mail.parse;

import io.vestibule.hub.mail.calendar.Invitation;
import io.vestibule.hub.mail.calendar.InvitationReader;
import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import io.vestibule.hub.mail.parse.ParsedMail.Skipped;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Walks the MIME parts of one mail: picks the body, collects attachments and reports. A part that can't be read is noted
 * and passed over; the walk goes on.
 */
final class PartReader {

    private static final int MAX_DEPTH = 20;
    private static final int MAX_PARTS = 1000;

    /** A readable body: plain text, HTML, both or neither. */
    record Body(@Nullable String plain, @Nullable String html) {
        static final Body NONE = new Body(null, null);

        boolean isEmpty() {
            return plain == null && html == null;
        }

        String asText() {
            return plain != null ? plain : html != null ? HtmlText.of(html) : "";
        }
    }

    private final List<Attachment> attachments = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final DeliveryReports reports = new DeliveryReports();
    private @Nullable Invitation invitation;
    private int parts;
    private boolean bodySeen;

    Body read(MimeMessage message) {
        return read(message, 0);
    }

    List<Attachment> attachments() {
        return attachments;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    List<String> problems() {
        return problems;
    }

    List<DeliveryReport> reports() {
        return reports.all();
    }

    @Nullable
    Invitation invitation() {
        return invitation;
    }

    void problem(String words) {
        if (!problems.contains(words)) {
            problems.add(words);
        }
    }

    private Body read(Part part, int depth) {
        parts++;
        if (depth > MAX_DEPTH || parts > MAX_PARTS) {
            problem("The mail has more than " + MAX_PARTS + " parts or " + MAX_DEPTH + " levels; the rest is left out");
            return Body.NONE;
        }
        PartHeader header = PartHeader.of(part);
        if (header.type().startsWith("multipart/")) {
            return multipart(part, header, depth);
        }
        if (header.isReport()) {
            reports.add(header.type(), text(part, header));
            return Body.NONE;
        }
        if (header.isBody(bodySeen)) {
            return body(part, header);
        }
        if (header.isCalendar() && invitation == null) {
            invitation = InvitationReader.read(text(part, header)).orElse(null);
        }
        attach(part, header);
        return Body.NONE;
    }

    private Body multipart(Part part, PartHeader header, int depth) {
        List<Body> bodies = new ArrayList<>();
        try {
            Multipart multipart = (Multipart) part.getContent();
            int count = multipart.getCount();
            if (count == 0) {
                problem("A part of type " + header.type() + " has no parts; it was read as text");
                bodies.add(new Body(text(part, header), null));
            }
            for (int i = 0; i < count; i++) {
                bodies.add(read(multipart.getBodyPart(i), depth + 1));
            }
        } catch (MessagingException | IOException | RuntimeException broken) {
            problem("A part of type " + header.type() + " is broken; it was read as far as possible");
            bodies.add(bodies.isEmpty() ? new Body(text(part, header), null) : Body.NONE);
        }
        bodies.removeIf(Body::isEmpty);
        return header.type().equals("multipart/alternative") ? alternative(bodies) : sequence(bodies);
    }

    /** The same words in several forms. */
    private static Body alternative(List<Body> bodies) {
        String plain = bodies.stream()
                .map(Body::plain)
                .filter(Objects::nonNull)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse(null);
        String html = bodies.stream()
                .map(Body::html)
                .filter(Objects::nonNull)
                .reduce((first, last) -> last)
                .orElse(null);
        return new Body(plain, html);
    }

    /** One thing after the other. */
    private static Body sequence(List<Body> bodies) {
        if (bodies.size() <= 1) {
            return bodies.isEmpty() ? Body.NONE : bodies.getFirst();
        }
        boolean plain = bodies.stream().anyMatch(body -> body.plain() != null);
        boolean html = bodies.stream().allMatch(body -> body.html() != null);
        return new Body(
                plain ? bodies.stream().map(Body::asText).collect(Collectors.joining("\n")) : null,
                html ? bodies.stream().map(Body::html).collect(Collectors.joining("<br>")) : null);
    }

    private Body body(Part part, PartHeader header) {
        bodySeen = true;
        String text = text(part, header);
        return header.type().equals("text/html") ? new Body(null, text) : new Body(text, null);
    }

    private String text(Part part, PartHeader header) {
        return HeaderText.clean(Charsets.decode(content(part), header.charset()).replace("\r\n", "\n"));
    }

    private void attach(Part part, PartHeader header) {
        String name = FileNames.safe(header.nameOr(() -> embeddedSubject(part)), header.type(), attachments.size() + 1);
        if (attachments.size() >= MailParser.MAX_ATTACHMENTS) {
            skipped.add(new Skipped(name, "more than " + MailParser.MAX_ATTACHMENTS + " attachments in one mail"));
            return;
        }
        byte[] content = content(part);
        if (content.length > MailParser.MAX_ATTACHMENT_BYTES) {
            skipped.add(new Skipped(name, "larger than " + MailParser.MAX_ATTACHMENT_BYTES / 1024 / 1024 + " MB"));
        } else {
            attachments.add(new Attachment(name, header.type(), content, header.contentId()));
        }
    }

    /** Decoded bytes; where the encoding is broken what could be read, else the bytes as they came. */
    private byte[] content(Part part) {
        try (InputStream decoded = part.getInputStream()) {
            return decoded.readAllBytes();
        } catch (MessagingException | IOException | RuntimeException broken) {
            problem("The encoding of a part is broken; it is kept as it came");
            return undecoded(part);
        }
    }

    private static byte[] undecoded(Part part) {
        try (InputStream raw = part instanceof MimeBodyPart body
                ? body.getRawInputStream()
                : part instanceof MimeMessage message ? message.getRawInputStream() : InputStream.nullInputStream()) {
            return raw.readAllBytes();
        } catch (MessagingException | IOException | RuntimeException unreadable) {
            return new byte[0];
        }
    }

    /** A forwarded mail is named by its subject. */
    private String embeddedSubject(Part part) {
        String subject = HeaderBlock.of(content(part)).first("subject");
        return subject == null ? "" : HeaderText.decode(subject).replace('/', '_') + ".eml";
    }
}
