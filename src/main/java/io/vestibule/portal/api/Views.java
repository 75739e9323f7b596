package io.vestibule.portal.api;

import io.vestibule.portal.access.Person;
import io.vestibule.portal.client.Client;
import io.vestibule.portal.client.Contacts.Contact;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.InvoiceFacts;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.invoice.Invoice;
import io.vestibule.portal.request.Request;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the reads of the API answer, in the form of the contract. */
final class Views {

    private Views() {}

    record PersonView(UUID id, String name, String email, String role, boolean active) {
        static PersonView of(Person person) {
            return new PersonView(
                    person.id(), person.name(), person.email(), ContractJson.word(person.role()), person.active());
        }
    }

    record ContactView(
            UUID id,
            UUID clientId,
            String clientName,
            String name,
            String email,
            String role,
            boolean billing,
            boolean admitted,
            boolean active,
            boolean vouched,
            List<String> otherAddresses) {
        static ContactView of(Contact contact) {
            return new ContactView(
                    contact.id(),
                    contact.clientId(),
                    contact.clientName(),
                    contact.name(),
                    contact.email(),
                    ContractJson.word(contact.role()),
                    contact.billing(),
                    contact.admitted(),
                    contact.active(),
                    contact.vouched(),
                    contact.otherAddresses());
        }
    }

    record ClientView(
            UUID id,
            String name,
            List<String> domains,
            @Nullable PersonView defaultOwner,
            @Nullable String team,
            @Nullable String teamAddress,
            @Nullable String language,
            @Nullable String mailContent,
            long version) {}

    record SenderView(String email, List<PersonView> staff, List<ContactView> contacts, List<ClientView> owners) {}

    record RequestView(
            RequestState state,
            String text,
            boolean confidential,
            boolean withdrawn,
            @Nullable String path,
            @Nullable Instant statusSince,
            @Nullable ClientMails clientMails) {
        static RequestView of(Request request, @Nullable ClientMails clientMails) {
            return new RequestView(
                    request.state(),
                    request.text(),
                    request.confidential(),
                    request.withdrawn(),
                    request.path(),
                    request.statusSince(),
                    clientMails);
        }
    }

    record ClientMails(@Nullable String language, @Nullable String mailContent) {
        static ClientMails of(Client client) {
            return new ClientMails(client.language(), client.mailContent());
        }
    }

    record CommentView(UUID id, @Nullable ExternalId origin, Comment comment) {}

    record InvoiceView(UUID id, UUID clientId, ExternalId origin, InvoiceFacts facts, long version, Instant seenAt) {
        static InvoiceView of(Invoice invoice) {
            return new InvoiceView(
                    invoice.id(),
                    invoice.clientId(),
                    invoice.origin(),
                    invoice.facts(),
                    invoice.version(),
                    invoice.seenAt());
        }
    }
}
