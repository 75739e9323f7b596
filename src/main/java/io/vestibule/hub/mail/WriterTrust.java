package io.vestibule.hub.mail;

import io.vestibule.hub.mail.parse.MailAddress;
import org.springframework.stereotype.Component;

/**
 * Whether a mail is so surely from whom it names that it may do more than speak: let others take part, close a request,
 * be told how it stands. Anybody can write an address into From; it takes the word of its domain's owner, or the reply
 * key that was made for this very person and sent to nobody else. Whoever was only named by others proves nothing.
 */
@Component
class WriterTrust {

    private final ConversationMatcher conversations;

    WriterTrust(ConversationMatcher conversations) {
        this.conversations = conversations;
    }

    boolean isProven(MailCase mailCase) {
        MailAddress from = mailCase.from();
        if (from == null || mailCase.proof().isForged() || mailCase.opensOnly()) {
            return false;
        }
        return mailCase.isGenuine()
                || conversations
                        .keyOf(mailCase.mail())
                        .filter(bound -> bound.address().equalsIgnoreCase(from.email()))
                        .isPresent();
    }
}
