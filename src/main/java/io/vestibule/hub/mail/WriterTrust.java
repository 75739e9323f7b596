package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.mail.parse.MailAddress;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Whether a mail is so surely from whom it names that it may do more than speak: let others take part, close a request,
 * be told how it stands. Anybody can write an address into From; it takes the word of its domain's owner, or the reply
 * key that was made for this very person and sent to nobody else. Whoever was only named by others proves nothing.
 *
 * <p>A signature is the owner's word for the headers that it covers. Whoever has a signed mail can send it again with
 * others, so what goes beyond an answer to its writer takes that the headers count by which it does so.
 */
@Component
class WriterTrust {

    private final ConversationMatcher conversations;
    private final PortalGateway portal;

    WriterTrust(ConversationMatcher conversations, PortalGateway portal) {
        this.conversations = conversations;
        this.portal = portal;
    }

    /** Who wrote it: enough to be told something oneself. */
    boolean isProven(MailCase mailCase) {
        MailAddress from = mailCase.from();
        if (from == null || mailCase.proof().isForged() || mailCase.opensOnly()) {
            return false;
        }
        return mailCase.isGenuine() || hasOwnKey(mailCase, from);
    }

    /** Also that it is this request which its writer means: enough to change it. */
    boolean isProvenFor(MailCase mailCase, RequestState request) {
        MailAddress from = mailCase.from();
        return from != null && isProven(mailCase) && (hasOwnKey(mailCase, from) || means(mailCase, request));
    }

    /** Also whom it went to: enough to let them take part in what was there before it. */
    boolean isProvenForAll(MailCase mailCase, RequestState request) {
        MailAddress from = mailCase.from();
        return from != null
                && isProvenFor(mailCase, request)
                && (hasOwnKey(mailCase, from) || mailCase.opened(request) || isCovered(mailCase, "To", "Cc"));
    }

    private boolean hasOwnKey(MailCase mailCase, MailAddress from) {
        return conversations
                .keyOf(mailCase.mail())
                .filter(bound -> isTheSame(bound.address(), from.email()))
                .isPresent();
    }

    private boolean means(MailCase mailCase, RequestState request) {
        boolean author = mailCase.door() != Authorship.Door.LIST || isCovered(mailCase, "Reply-To", "X-Original-From");
        return mailCase.proof().vouchesForAll()
                || (author && mailCase.opened(request))
                || (author && conversations.names(mailCase.mail(), request, mailCase.proof()::vouchesFor));
    }

    /** Whether those of these headers count that the mail has. */
    private static boolean isCovered(MailCase mailCase, String... headers) {
        return Stream.of(headers)
                .filter(header -> !mailCase.mail().all(header).isEmpty())
                .allMatch(mailCase.proof()::vouchesFor);
    }

    /** One address, or two of one person. */
    private boolean isTheSame(String address, String sender) {
        return address.equalsIgnoreCase(sender)
                || portal.sender(sender).contacts().stream()
                        .anyMatch(contact ->
                                contact.active() && contact.addresses().contains(address));
    }
}
