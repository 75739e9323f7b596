package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ContactView;
import io.vestibule.hub.gateway.PortalGateway.PersonView;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.gateway.PortalGateway.SenderView;
import io.vestibule.hub.outbox.OutboxDraft;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether a mail that waited may still go to its address. Who was deactivated meanwhile, at the firm or at the mail's
 * client, gets nothing any more, and of a request nobody of a client who takes no part in it now: the mail's words are put
 * together from how it stands. An address that is nobody's, like a team's, stays good while the request is its client's.
 * Asked at every attempt.
 */
@Component
class ActiveRecipients {

    private final PortalGateway portal;

    ActiveRecipients(PortalGateway portal) {
        this.portal = portal;
    }

    /** @return why a mail that is about no request does not go to its address any more; empty = it does */
    Optional<String> objection(OutboxDraft mail) {
        SenderView known = portal.sender(mail.target());
        List<ContactView> atClient = contacts(known, mail.clientId());
        boolean good = isNobodys(known, atClient)
                || isActiveStaff(known)
                || atClient.stream().anyMatch(ContactView::active);
        return good ? Optional.empty() : Optional.of("recipient-inactive");
    }

    /**
     * The same of a mail about a request. Asks the portal only about whom the request does not name.
     *
     * @param request as it is now
     */
    Optional<String> objection(OutboxDraft mail, RequestView request) {
        String client = request.state().clientId().value();
        boolean elsewhere = request.withdrawn()
                || mail.clientId() != null && !mail.clientId().equals(client);
        if (!elsewhere && names(request.state(), mail.target())) {
            return Optional.empty();
        }
        SenderView known = portal.sender(mail.target());
        if (isActiveStaff(known)) {
            return Optional.empty();
        }
        List<ContactView> atClient = contacts(known, mail.clientId());
        if (isNobodys(known, atClient)) {
            return elsewhere ? Optional.of("takes-no-part") : Optional.empty();
        }
        boolean active = atClient.stream().anyMatch(ContactView::active);
        return active ? Optional.of("takes-no-part") : Optional.of("recipient-inactive");
    }

    /** By the contract a request names only who is active. */
    private static boolean names(RequestState request, String address) {
        return Stream.concat(request.participants().stream(), Stream.ofNullable(request.owner()))
                .map(Party::email)
                .anyMatch(address::equalsIgnoreCase);
    }

    private static List<ContactView> contacts(SenderView known, @Nullable String client) {
        return known.contacts().stream()
                .filter(contact -> client == null || contact.clientId().value().equals(client))
                .toList();
    }

    private static boolean isNobodys(SenderView known, List<ContactView> atClient) {
        return known.staff().isEmpty() && atClient.isEmpty();
    }

    private static boolean isActiveStaff(SenderView known) {
        return known.staff().stream().anyMatch(PersonView::active);
    }
}
