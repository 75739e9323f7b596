package io.vestibule.hub.mail;

import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.proof.Proof;
import org.springframework.stereotype.Component;

/**
 * Whether a mail is so surely from whom it names that it may do more than speak: let others take part, close a request,
 * be told how it stands. Anybody can write an address into From; it takes the word of its domain's owner, or the reply
 * key that was made for this very person and sent to nobody else.
 */
@Component
class WriterTrust {

    private final ConversationMatcher conversations;

    WriterTrust(ConversationMatcher conversations) {
        this.conversations = conversations;
    }

    boolean isProven(MailCase mailCase) {
        MailAddress from = mailCase.from();
        Proof proof = mailCase.proof();
        if (from == null || proof.isForged()) {
            return false;
        }
        return proof.standing() == Proof.Standing.GENUINE
                || conversations
                        .keyOf(mailCase.mail())
                        .filter(bound -> bound.address().equalsIgnoreCase(from.email()))
                        .isPresent();
    }
}
