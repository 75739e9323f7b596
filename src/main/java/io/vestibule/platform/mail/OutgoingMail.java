package io.vestibule.platform.mail;

import io.vestibule.platform.id.Ids;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mail to one or more recipients.
 *
 * @param messageId with its angle brackets; the same for every attempt at the same mail
 * @param replyTo where answers go; null = the From address
 * @param inReplyTo Message-ID of the mail this answers
 * @param references Message-IDs of the conversation, oldest first
 * @param automatic why a machine wrote it; null for what a person wrote
 * @param headers further header fields
 */
public record OutgoingMail(
        String messageId,
        List<String> to,
        String subject,
        Letter letter,
        @Nullable String replyTo,
        @Nullable String inReplyTo,
        List<String> references,
        @Nullable Automatic automatic,
        Map<String, String> headers) {

    /** Behind the @ in Message-IDs of mails that no queue remembers. A reserved name: no mail server has it. */
    private static final String SYSTEM_DOMAIN = "vestibule.invalid";

    public OutgoingMail {
        to = List.copyOf(to);
        references = List.copyOf(references);
        headers = Map.copyOf(headers);
    }

    /** A mail the product writes by itself, to be sent once. */
    public static OutgoingMail generated(String to, String subject, Letter letter) {
        return generated(to, subject, letter, Map.of());
    }

    /** The same with further header fields. */
    public static OutgoingMail generated(String to, String subject, Letter letter, Map<String, String> headers) {
        String messageId = "<" + Ids.next() + "@" + SYSTEM_DOMAIN + ">";
        return new OutgoingMail(
                messageId, List.of(to), subject, letter, null, null, List.of(), Automatic.GENERATED, headers);
    }

    /** Whether the product wrote the mail with this Message-ID (without angle brackets) by itself. */
    public static boolean isSystemMail(String messageId) {
        return messageId.endsWith("@" + SYSTEM_DOMAIN);
    }

    /** Why a machine wrote a mail; becomes Auto-Submitted, so that other machines don't answer. */
    public enum Automatic {
        GENERATED("auto-generated"),
        REPLIED("auto-replied");

        private final String value;

        Automatic(String value) {
            this.value = value;
        }

        String headerValue() {
            return value;
        }
    }
}
