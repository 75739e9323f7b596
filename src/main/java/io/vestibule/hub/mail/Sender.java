package io.vestibule.hub.mail;

import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.hub.gateway.PortalGateway.ContactView;
import io.vestibule.hub.gateway.PortalGateway.PersonView;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import java.util.List;

/** Who wrote a mail, as far as the portal knows. Addresses prove nothing yet; they only say whom it claims to be from. */
sealed interface Sender {

    /** Clients it may belong to, for a mail that a person has to decide on. */
    List<Suggestion> suggestions();

    /** Known by address at exactly one client. */
    record Known(ContactView contact) implements Sender {

        @Override
        public List<Suggestion> suggestions() {
            return List.of(new Suggestion(
                    contact.clientId().value(), contact.clientName(), contact.email(), "has the sender as a contact"));
        }
    }

    /** Somebody of the firm. */
    record Staff(PersonView person) implements Sender {

        @Override
        public List<Suggestion> suggestions() {
            return List.of();
        }
    }

    /** Unknown, but the domain is one client's own. */
    record OfDomain(ClientView client, String domain) implements Sender {

        @Override
        public List<Suggestion> suggestions() {
            return List.of(new Suggestion(client.id().value(), client.name(), null, "has the domain " + domain));
        }
    }

    /** Nobody can say without a person. {@code reason}: {@code unknown-sender}, {@code several-clients}, ... */
    record Unclear(String reason, String detail, List<Suggestion> suggestions) implements Sender {}
}
