package io.vestibule.hub.mail.parse;

import io.vestibule.hub.mail.calendar.Invitation;
import io.vestibule.hub.mail.calendar.InvitationReader;
import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import io.vestibule.hub.mail.parse.ParsedMail.Skipped;
import io.vestibule.hub.mail.parse.ParsedMail.Why;
import io.vestibule.platform.file.FileNames;
import io.vestibule.platform.file.FileTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Walks the MIME parts of one mail: picks the body, collects attachments and reports, opens what is packed or signed as
 * a whole. What can't be read is noted and passed over; the walk goes on.
 */
final class PartReader {

    private static final int MAX_DEPTH = 20;
    private static final int MAX_PARTS = 1000;

    static final String LEFT_OUT =
            "The mail has more than " + MAX_PARTS + " parts or " + MAX_DEPTH + " levels; the rest is left out";

    /** Signatures around signatures: each is one more copy of what it holds. */
    private static final int MAX_SIGNATURES = 3;

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
    private Protection protection = Protection.NONE;
    private int parts;
    private int signaturesAround;
    private boolean bodySeen;

    Body read(MimePart mail) {
        return read(mail, 0);
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

    Protection protection() {
        return protection;
    }

    private void problem(String words) {
        if (!problems.contains(words)) {
            problems.add(words);
        }
    }

    private Body read(MimePart part, int depth) {
        parts++;
        if (depth > MAX_DEPTH || parts > MAX_PARTS) {
            problem(LEFT_OUT);
            return Body.NONE;
        }
        PartHeader header = part.header();
        if (header.type().startsWith("multipart/")) {
            return multipart(part, depth);
        }
        if (header.isCms()) {
            return cms(part, depth);
        }
        if (header.isTnef()) {
            return tnef(part);
        }
        if (header.isBody(bodySeen)) {
            return body(part);
        }
        note(part);
        attach(part);
        return Body.NONE;
    }

    /** What a file also says to machines. */
    private void note(MimePart part) {
        PartHeader header = part.header();
        if (header.isReport()) {
            reports.add(header.type(), text(part));
        } else if (header.type().equals("message/rfc822") && reports.isReport()) {
            reports.original(text(part));
        } else if (header.isCalendar() && invitation == null) {
            invitation = InvitationReader.read(text(part)).orElse(null);
        }
    }

    private Body multipart(MimePart part, int depth) {
        PartHeader header = part.header();
        protect(header);
        List<MimePart> inside = part.parts(MAX_PARTS);
        if (inside.isEmpty()) {
            inside = part.partsInSight(MAX_PARTS);
            problem("A part of type " + header.type()
                    + (inside.isEmpty()
                            ? " has no parts; it was read as text"
                            : " is not parted as it says; it was read by the lines that look like it"));
        }
        if (inside.isEmpty()) {
            return new Body(cleaned(Charsets.decode(part.undecoded(), header.charset())), null);
        }
        List<Body> bodies = new ArrayList<>();
        for (MimePart one : inside) {
            bodies.add(read(one, depth + 1));
        }
        bodies.removeIf(Body::isEmpty);
        return header.type().equals("multipart/alternative") ? alternative(bodies) : sequence(bodies);
    }

    private void protect(PartHeader header) {
        String protocol = String.valueOf(header.contentType().get("protocol")).toLowerCase(Locale.ROOT);
        if (header.type().equals("multipart/encrypted")) {
            protection = Protection.ENCRYPTED_PGP;
        } else if (header.type().equals("multipart/signed")) {
            protection = protocol.contains("pgp") ? Protection.SIGNED_PGP : Protection.SIGNED_SMIME;
        }
    }

    /** Opaquely signed: the mail is inside. Encrypted, or a document that is signed: it stays a file. */
    private Body cms(MimePart part, int depth) {
        CmsMessage cms = CmsMessage.read(part.content());
        byte[] content = cms.content();
        byte[] mail = content != null && MimePart.isEntity(content) ? content : null;
        if (mail != null && signaturesAround < MAX_SIGNATURES) {
            return signed(mail, depth);
        }
        if (mail != null) {
            problem("The mail has more than " + MAX_SIGNATURES
                    + " signatures around each other; what the next one holds is kept as a file");
        }
        if (cms.encrypted()) {
            protection = Protection.ENCRYPTED_SMIME;
        }
        attach(part);
        return Body.NONE;
    }

    private Body signed(byte[] mail, int depth) {
        protection = Protection.SIGNED_SMIME;
        signaturesAround++;
        Body body = read(MimePart.ofMail(mail), depth + 1);
        signaturesAround--;
        return body;
    }

    private Body tnef(MimePart part) {
        byte[] packed = part.content();
        Tnef.Content content = Tnef.read(packed);
        boolean empty = content.files().isEmpty() && content.text() == null && content.html() == null;
        if (empty) {
            problem("The files in winmail.dat can't be read; it is kept as it came");
            attach(part);
            return Body.NONE;
        }
        content.files()
                .forEach(file -> keep(
                        file.name(),
                        file.type() == null ? "application/octet-stream" : file.type(),
                        file.contentId(),
                        file.content()));
        if (content.partial()) {
            problem("Not all in winmail.dat can be read; winmail.dat is kept beside its files");
            attach(part);
        }
        // The mail around it mostly says the same in plain words.
        return bodySeen ? Body.NONE : new Body(cleaned(content.text()), cleaned(content.html()));
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

    private Body body(MimePart part) {
        bodySeen = true;
        String text = text(part);
        if (part.header().type().equals("text/html")) {
            return new Body(null, text);
        }
        PgpText pgp = PgpText.of(text);
        protection = pgp.protection() == Protection.NONE ? protection : pgp.protection();
        Uuencode.Parted parted = Uuencode.parted(pgp.text());
        parted.files().forEach(file -> keep(file.name(), "application/octet-stream", null, file.content()));
        return new Body(parted.text(), null);
    }

    private static String text(MimePart part) {
        PartHeader header = part.header();
        byte[] content = part.content();
        String charset = header.charset();
        boolean html = header.type().equals("text/html");
        String text = Charsets.decode(content, charset == null && html ? HtmlText.charset(content) : charset);
        String clean = HeaderText.clean(text.replace("\r\n", "\n"));
        return header.isFlowed() ? FlowedText.of(clean, header.isDelSp()) : clean;
    }

    private static @Nullable String cleaned(@Nullable String text) {
        return text == null ? null : HeaderText.clean(text.replace("\r\n", "\n"));
    }

    private void attach(MimePart part) {
        PartHeader header = part.header();
        byte[] content = part.content();
        keep(header.nameOr(() -> embeddedSubject(content)), header.type(), header.contentId(), content);
    }

    private void keep(String stated, String type, @Nullable String contentId, byte[] content) {
        String kind = stated.isBlank() ? FileTypes.detect("file" + FileTypes.ending(type), content) : type;
        String name = FileNames.safe(stated, kind, attachments.size() + 1);
        if (attachments.size() >= MailParser.MAX_ATTACHMENTS) {
            String most = String.valueOf(MailParser.MAX_ATTACHMENTS);
            skipped.add(new Skipped(name, content.length, Why.MORE_FILES, most));
        } else if (content.length > MailParser.MAX_ATTACHMENT_BYTES) {
            String most = String.valueOf(MailParser.MAX_ATTACHMENT_BYTES / 1024 / 1024);
            skipped.add(new Skipped(name, content.length, Why.LARGER, most));
        } else {
            attachments.add(new Attachment(name, type, content, contentId));
        }
    }

    /** A forwarded mail is named by its subject. */
    private static String embeddedSubject(byte[] mail) {
        String subject = HeaderBlock.of(mail).first("subject");
        return subject == null ? "" : HeaderText.decode(subject).replace('/', '_') + ".eml";
    }
}
