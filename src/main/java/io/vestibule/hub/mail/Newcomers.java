package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertContact;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.mail.parse.MailAddress;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Makes whoever wrote for the first time a contact, who sees own requests only until a Client Admin admits him. */
@Component
class Newcomers {

    private static final int CONTACT_COMMAND = 1;

    private final PortalGateway portal;

    Newcomers(PortalGateway portal) {
        this.portal = portal;
    }

    /** Why the portal refused; empty when it is done. */
    Optional<Handling> introduce(MailCase mailCase, ClientId client, MailAddress address) {
        UpsertContact contact = new UpsertContact(client, address.email(), address.name(), null, false);
        Answer answer = portal.execute(Envelope.of(mailCase.message().key(CONTACT_COMMAND), contact));
        return answer instanceof Answer.Refused no
                ? Optional.of(new Handling.Refused(no.reason(), no.detail()))
                : Optional.empty();
    }
}
