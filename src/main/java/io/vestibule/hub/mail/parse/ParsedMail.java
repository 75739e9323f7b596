package io.vestibule.hub.mail.parse;

import io.vestibule.hub.mail.calendar.Invitation;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One mail as far as it could be read. {@link MailParser} makes it and never fails: what was unreadable is missing and
 * named in {@code problems}. Texts are free of NUL and other control characters.
 *
 * @param headers all headers by lower-case name, decoded and unfolded, in their order
 * @param messageId without angle brackets, null when the mail has none
 * @param from the first usable sender of From, else of Sender; null when none is named
 * @param authors all that From names, without those of the same address
 * @param recipients To, Cc and the addresses of delivery (Delivered-To, X-Original-To, Envelope-To)
 * @param sentAt the Date header, null when missing or unreadable
 * @param text the readable body as plain text; from the HTML when there is no plain one
 * @param html the HTML body as it came, null when there is none
 * @param textFromHtml whether {@code text} was made from {@code html}
 * @param attachments in order, at most {@link MailParser#MAX_ATTACHMENTS}
 * @param skipped attachments that were left out, with the reason
 * @param reports what a delivery or read report says, one per recipient; empty when the mail is none
 * @param invitation what a calendar part says, null when there is none
 * @param protection whether it is signed or encrypted; signatures are not checked
 * @param problems what was wrong with the mail, in words
 */
public record ParsedMail(
        Map<String, List<String>> headers,
        @Nullable String messageId,
        List<String> inReplyTo,
        List<String> references,
        @Nullable MailAddress from,
        List<MailAddress> authors,
        List<MailAddress> to,
        List<MailAddress> cc,
        List<MailAddress> recipients,
        String subject,
        @Nullable Instant sentAt,
        String text,
        @Nullable String html,
        boolean textFromHtml,
        List<Attachment> attachments,
        List<Skipped> skipped,
        List<DeliveryReport> reports,
        @Nullable Invitation invitation,
        Protection protection,
        List<String> problems) {

    /** A file that came with the mail. {@code contentId}: of an inline image, without angle brackets */
    public record Attachment(
            String name,
            String contentType,
            byte[] content,
            @Nullable String contentId) {

        @Override
        public String toString() {
            return name + " (" + contentType + ", " + content.length + " bytes)";
        }
    }

    /** A file that was left out. @param what completes why */
    public record Skipped(String name, long bytes, Why why, String what) {

        /** As the console says it. */
        public String reason() {
            boolean one = why == Why.MORE_FILES && what.equals("1");
            return one ? "more than one file in one mail" : why.words.formatted(what);
        }
    }

    /** Why an attachment was left out. */
    public enum Why {
        /** It has more megabytes than that. */
        LARGER("larger than %s MB"),
        MORE_FILES("more than %s files in one mail"),
        /** All together have more megabytes than that. */
        MORE("more than %s MB in one mail"),
        /** The virus scanner found that. */
        INFECTED("infected with %s"),
        /** The portal did not take it and said that. */
        REFUSED("%s");

        private final String words;

        Why(String words) {
            this.words = words;
        }
    }

    /**
     * A report about the delivery of another mail (RFC 3464, RFC 8098).
     *
     * @param kind {@code delivery-status}, {@code disposition-notification} or {@code feedback-report}
     * @param originalMessageId of the mail it is about, null when it doesn't say
     * @param recipient who didn't get it, null when it doesn't say
     * @param status e.g. 5.1.1
     * @param words the other server's own words
     */
    public record DeliveryReport(
            String kind,
            @Nullable String action,
            @Nullable String originalMessageId,
            @Nullable String recipient,
            @Nullable String status,
            @Nullable String words) {

        /** Whether the mail will not arrive; else it is late, or has arrived. */
        public boolean isFailure() {
            return kind.equals("delivery-status") && (action == null || action.equals("failed"));
        }

        /** Why it did not arrive. */
        public BounceReason reason() {
            return BounceReason.of(status, words);
        }

        /** Whether no mail will ever arrive at this address; a full mailbox or a refused text says nothing of that kind. */
        public boolean isHard() {
            boolean forNow = status != null && status.startsWith("4.");
            return isFailure() && !forNow && reason().isAddressWrong();
        }
    }

    /** The report about the first recipient, null when the mail is no report. */
    public @Nullable DeliveryReport report() {
        return reports.isEmpty() ? null : reports.getFirst();
    }

    /** The same with another sender. */
    public ParsedMail withFrom(MailAddress author) {
        return new ParsedMail(
                headers,
                messageId,
                inReplyTo,
                references,
                author,
                authors,
                to,
                cc,
                recipients,
                subject,
                sentAt,
                text,
                html,
                textFromHtml,
                attachments,
                skipped,
                reports,
                invitation,
                protection,
                problems);
    }

    /** The mail that this one hands on in its text, with the files of this one. */
    public ParsedMail inside(MailAddress author, String title, @Nullable Instant written, String words) {
        return new ParsedMail(
                headers,
                messageId,
                List.of(),
                List.of(),
                author,
                List.of(author),
                List.of(),
                List.of(),
                List.of(),
                title,
                written,
                words,
                null,
                false,
                attachments,
                skipped,
                List.of(),
                invitation,
                protection,
                problems);
    }

    /** The mail that was attached to another one, which tells when it was written where this one does not. */
    public ParsedMail attachedTo(ParsedMail carrier, Attachment file) {
        return new ParsedMail(
                headers,
                messageId,
                inReplyTo,
                references,
                from,
                authors,
                to,
                cc,
                recipients,
                subject,
                sentAt == null ? carrier.sentAt() : sentAt,
                text,
                html,
                textFromHtml,
                Stream.concat(
                                attachments.stream(),
                                carrier.attachments().stream().filter(other -> other != file))
                        .toList(),
                Stream.concat(skipped.stream(), carrier.skipped().stream()).toList(),
                reports,
                invitation,
                protection,
                problems);
    }

    /** Whether it holds files or parts that are not among what was read. */
    public boolean leavesOut() {
        return !skipped.isEmpty() || problems.contains(PartReader.LEFT_OUT);
    }

    /** First value of a header, decoded. */
    public Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    /** All values of a header, decoded, in their order. */
    public List<String> all(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }
}
