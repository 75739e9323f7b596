package io.vestibule.hub.mail;

import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import io.vestibule.hub.mail.reply.ForwardReader;
import io.vestibule.hub.mail.reply.ForwardedMail;
import io.vestibule.hub.mail.reply.ReplyExtractor;
import io.vestibule.hub.mail.reply.StatedTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail that one of the firm's people hands on, read as if its sender had written it to us. All that is known of it is
 * what they hand on: its text, or the mail itself as a file.
 *
 * @param mail with all files, those of the mail around it included
 * @param comment the words of whoever handed it on, null when there are none
 * @param words what it is and where its date comes from
 */
record StaffForward(
        ParsedMail mail, MailAddress author, @Nullable String comment, String words) {

    private static final Pattern OFFSET = Pattern.compile("[+-]\\d{4}");

    /** Empty when nothing is handed on, or nobody can say whose it was. */
    static Optional<StaffForward> of(ParsedMail carrier) {
        return new ForwardReader()
                .find(carrier)
                .flatMap(inside -> Optional.ofNullable(inside.from()).map(author -> of(carrier, inside, author)));
    }

    private static StaffForward of(ParsedMail carrier, ForwardedMail inside, MailAddress author) {
        String own = inside.comment() == null
                ? ""
                : new ReplyExtractor().split(inside.comment()).text();
        Attachment file = inside.file();
        Instant written = file == null ? stated(carrier, inside) : null;
        ParsedMail mail = file == null
                ? inText(carrier, inside, author, written)
                : new MailParser().parse(file.content()).attachedTo(carrier, file);
        boolean dated = written != null || (file != null && mail.sentAt() != null);
        String words = "a mail of %s, %s; %s"
                .formatted(
                        author.email(),
                        file == null ? "as the text above it states" : "attached as it came",
                        dated
                                ? "it was written " + mail.sentAt() + "."
                                : "when it was written can't be read, so the date of the mail around it counts.");
        return new StaffForward(mail, author, own.isBlank() ? null : own, words);
    }

    private static ParsedMail inText(
            ParsedMail carrier, ForwardedMail inside, MailAddress author, @Nullable Instant written) {
        String subject = inside.subject();
        return carrier.inside(
                author,
                subject == null ? carrier.subject() : subject,
                written == null ? carrier.sentAt() : written,
                inside.text());
    }

    /** In the time zone of the mail around it, whose program copied the words. */
    private static @Nullable Instant stated(ParsedMail carrier, ForwardedMail inside) {
        Instant carried = carrier.sentAt();
        return carried == null
                ? null
                : StatedTime.read(inside.sent(), offset(carrier), carried).orElse(null);
    }

    private static ZoneOffset offset(ParsedMail mail) {
        Matcher offset = OFFSET.matcher(mail.header("Date").orElse(""));
        try {
            return offset.find() ? ZoneOffset.of(offset.group()) : ZoneOffset.UTC;
        } catch (DateTimeException impossible) {
            return ZoneOffset.UTC;
        }
    }
}
