package io.vestibule.hub.mail;

import io.vestibule.hub.gateway.PortalGateway;
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
    private final PortalGateway portal;

    WriterTrust(ConversationMatcher conversations, PortalGateway portal) {
        this.conversations = conversations;
        this.portal = portal;
    }

    boolean isProven(MailCase mailCase) {
        MailAddress from = mailCase.from();
        if (from == null || mailCase.proof().isForged() || mailCase.opensOnly()) {
            return false;
        }
        return mailCase.isGenuine()
                || conversations
                        .keyOf(mailCase.mail())
                        .filter(bound -> isTheSame(bound.address(), from.email()))
                        .isPresent();
    }

    /** One address, or two of one person. */
    private boolean isTheSame(String address, String sender) {
        return address.equalsIgnoreCase(sender)
                || portal.sender(sender).contacts().stream()
                        .anyMatch(contact ->
                                contact.active() && contact.addresses().contains(address));
    }
}
