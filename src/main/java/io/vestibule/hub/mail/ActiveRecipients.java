package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ContactView;
import io.vestibule.hub.gateway.PortalGateway.PersonView;
import io.vestibule.hub.gateway.PortalGateway.SenderView;
import io.vestibule.hub.outbox.OutboxDraft;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether a mail that waited may still go to its address. Who was deactivated meanwhile, at the firm or at the mail's
 * client, gets nothing any more; an address that is nobody's, like a team's, stays good. Asked at every attempt.
 */
@Component
class ActiveRecipients {

    private final PortalGateway portal;

    ActiveRecipients(PortalGateway portal) {
        this.portal = portal;
    }

    /** @param request what the mail is about, null = none. Asks the portal only about whom the request does not name. */
    boolean include(OutboxDraft mail, @Nullable RequestState request) {
        return request != null && names(request, mail.target()) || isStillGood(mail);
    }

    /** By the contract a request names only who is active. */
    private static boolean names(RequestState request, String address) {
        return Stream.concat(request.participants().stream(), Stream.ofNullable(request.owner()))
                .map(Party::email)
                .anyMatch(address::equalsIgnoreCase);
    }

    private boolean isStillGood(OutboxDraft mail) {
        SenderView known = portal.sender(mail.target());
        List<PersonView> atFirm = known.staff();
        List<ContactView> atClient = known.contacts().stream()
                .filter(contact ->
                        mail.clientId() == null || contact.clientId().value().equals(mail.clientId()))
                .toList();
        boolean nobodys = atFirm.isEmpty() && atClient.isEmpty();
        return nobodys
                || atFirm.stream().anyMatch(PersonView::active)
                || atClient.stream().anyMatch(ContactView::active);
    }
}
