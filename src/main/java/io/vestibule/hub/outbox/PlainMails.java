package io.vestibule.hub.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vestibule.platform.mail.MailLanguage;
import java.util.List;

/** Ready-written mails to people of the firm, which leave through the account for system mail. */
public final class PlainMails {

    private PlainMails() {}

    /** What stands in a mail, and in which language. */
    public record Words(MailLanguage language, String subject, String text) {}

    /** A draft for each recipient. @param source the same source again makes no further mail */
    public static List<OutboxDraft> of(String source, String purpose, List<String> recipients, Words words) {
        return recipients.stream()
                .map(recipient -> new OutboxDraft(
                        source, "mail", recipient, "system", null, null, purpose, body(recipient, words), null))
                .toList();
    }

    /** Of a draft to this recipient. */
    public static String body(String recipient, Words words) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "plain")
                .put("to", recipient)
                .put("subject", words.subject())
                .put("text", words.text())
                .put("language", words.language().name())
                .toString();
    }
}
