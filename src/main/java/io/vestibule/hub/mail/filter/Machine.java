package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells mail of machines, which is never answered by a machine: two of them would go on for ever. Such a mail may still
 * become a request.
 */
public final class Machine {

    private static final Pattern NO_REPLY = Pattern.compile(
            "^(?:no[-_.]?reply.*|do[-_.]?not[-_.]?reply.*|noreply.*|.*[-_.+](?:no[-_.]?reply)|nobody|abuse|root|daemon)$");

    private static final int MAX_VALUE = 500;
    private static final String NULL_SENDER = "null-sender";

    private Machine() {}

    /** Why nobody is answered automatically, as a symbol with the evidence; null when a person may be. */
    public static @Nullable String reason(ParsedMail mail, MailContext context) {
        MailAddress from = mail.from();
        if (from == null) {
            return "no-sender";
        }
        if (context.ownAddress().test(from.email())) {
            return "own-address: " + from.email();
        }
        if (from.isOfMailSystem() || NO_REPLY.matcher(from.localPart()).matches()) {
            return "no-reply-address: " + from.email();
        }
        return mark(mail).orElse(AutoReplyFilter.hasItsSubject(mail) ? "auto-reply-subject: " + mail.subject() : null);
    }

    /** A mail server reports that a mail will not arrive; a late one is no bounce. */
    public static boolean isBounce(ParsedMail mail) {
        boolean reported = !mail.reports().isEmpty();
        return BounceFilter.isReport(mail)
                && (!reported || mail.reports().stream().anyMatch(DeliveryReport::isFailure));
    }

    /** A machine wrote this by itself; mail that people sent through a mailing list is theirs. */
    public static boolean wroteItself(ParsedMail mail) {
        boolean answered =
                BounceFilter.isReport(mail) || AutoReplyFilter.mark(mail).isPresent();
        boolean list =
                !value(mail, "List-Id").isEmpty() || !value(mail, "List-Post").isEmpty();
        return answered || (!list && mark(mail).isPresent());
    }

    /** Somebody's mail program tells that he is away. */
    public static boolean isAbsence(ParsedMail mail) {
        return AbsenceWords.isAbsence(mail);
    }

    /** What in the header only machines write. */
    static Optional<String> mark(ParsedMail mail) {
        if (isNullSender(mail)) {
            return Optional.of(NULL_SENDER);
        }
        String submitted = value(mail, "Auto-Submitted");
        if (!submitted.isEmpty() && !submitted.equals("no") && !submitted.startsWith("no;")) {
            return Optional.of("auto-submitted: " + submitted);
        }
        String precedence = value(mail, "Precedence");
        if (precedence.matches("bulk|list|junk|auto[-_]reply")) {
            return Optional.of("precedence: " + precedence);
        }
        String suppress = value(mail, "X-Auto-Response-Suppress");
        if (suppress.matches(".*\\b(?:all|autoreply|oof)\\b.*")) {
            return Optional.of("x-auto-response-suppress: " + suppress);
        }
        for (String name : new String[] {"List-Id", "List-Unsubscribe", "List-Post", "X-Loop", "Feedback-ID"}) {
            if (!value(mail, name).isEmpty()) {
                return Optional.of("list-mail: " + name);
            }
        }
        return Optional.empty();
    }

    /** An empty Return-Path: whoever sent this wants no answer of any kind. */
    static boolean isNullSender(ParsedMail mail) {
        return mail.header("Return-Path")
                .map(path -> path.replaceAll("\\s", ""))
                .filter(path -> path.equals("<>") || path.isEmpty())
                .isPresent();
    }

    private static String value(ParsedMail mail, String header) {
        return lower(mail.header(header).orElse(""));
    }

    /** In lower case, as far as it can mean something: headers are written by anybody. */
    static String lower(String text) {
        return text.substring(0, Math.min(text.length(), MAX_VALUE)).strip().toLowerCase(Locale.ROOT);
    }
}
