package io.vestibule.hub.outbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** Drafts of ready-written mails to people of the firm, which leave through the account for system mail. */
public final class PlainMails {

    private PlainMails() {}

    /** What stands in a mail. */
    public record Words(String subject, String text) {}

    /** One for each recipient. @param source the same source again makes no further mail */
    public static List<OutboxDraft> of(String source, String purpose, List<String> recipients, Words words) {
        return recipients.stream()
                .map(recipient -> new OutboxDraft(
                        source, "mail", recipient, "system", null, null, purpose, body(recipient, words), null))
                .toList();
    }

    private static String body(String recipient, Words words) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "plain")
                .put("to", recipient)
                .put("subject", words.subject())
                .put("text", words.text())
                .toString();
    }
}
