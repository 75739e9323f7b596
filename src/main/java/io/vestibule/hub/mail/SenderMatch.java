package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.hub.gateway.PortalGateway.ContactView;
import io.vestibule.hub.gateway.PortalGateway.PersonView;
import io.vestibule.hub.gateway.PortalGateway.SenderView;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.platform.mail.FreeMail;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds out whose a mail is: by the sender's address, else by the client's own mail domain, never by a domain where
 * anybody can have an address, and never by a guess.
 */
@Component
class SenderMatch {

    /** No client has the address, and none its domain. */
    static final String UNKNOWN = "unknown-sender";

    private static final String VIEWER = "viewer";

    private final PortalGateway portal;

    SenderMatch(PortalGateway portal) {
        this.portal = portal;
    }

    /** @param mailboxClient whose mailbox it came to, null = the firm's */
    Sender find(MailAddress from, @Nullable ClientId mailboxClient) {
        SenderView known = portal.sender(from.email());
        Optional<PersonView> person =
                known.staff().stream().filter(PersonView::active).findFirst();
        if (person.isPresent()) {
            return new Sender.Staff(person.get());
        }
        List<ClientView> owners = FreeMail.has(from.domain()) ? List.of() : known.owners();
        // Else a client could make the mail of anybody its own, by inviting them
        List<ContactView> contacts =
                known.contacts().stream().filter(ContactView::vouched).toList();
        List<ContactView> active = contacts.stream().filter(ContactView::active).toList();
        if (contacts.isEmpty()) {
            return stranger(from, owners, mailboxClient);
        }
        return active.isEmpty() ? gone(from, contacts) : ofContacts(from, active, owners, mailboxClient);
    }

    /** Whose mailbox it came to decides between clients; else it must be one client by address and by domain. */
    private static Sender ofContacts(
            MailAddress from, List<ContactView> contacts, List<ClientView> owners, @Nullable ClientId mailboxClient) {
        Optional<ContactView> atMailbox = contacts.stream()
                .filter(contact -> contact.clientId().equals(mailboxClient))
                .findFirst();
        if (atMailbox.isPresent()) {
            return known(atMailbox.get());
        }
        List<ClientView> others = owners.stream()
                .filter(owner -> contacts.stream()
                        .noneMatch(contact -> contact.clientId().equals(owner.id())))
                .toList();
        if (contacts.size() == 1 && others.isEmpty()) {
            return known(contacts.getFirst());
        }
        return new Sender.Unclear(
                "several-clients",
                from.email() + " is known at several clients, by address or by domain."
                        + " Say for which of them this mail is.",
                Stream.concat(
                                suggestions(contacts, "has this address there").stream(),
                                others.stream().map(owner -> suggestion(owner, "has the domain " + from.domain())))
                        .toList());
    }

    private static Sender known(ContactView contact) {
        return contact.role().equals(VIEWER)
                ? new Sender.Unclear(
                        "viewer-may-not-write",
                        contact.name() + " (" + contact.email() + ") may only read. Assign the mail to let it in once,"
                                + " or give them another role and replay it.",
                        suggestions(List.of(contact), "may only read there"))
                : new Sender.Known(contact);
    }

    private static Sender gone(MailAddress from, List<ContactView> contacts) {
        return new Sender.Unclear(
                "inactive-contact",
                from.email() + " is known, but no longer active. Say whose this mail is, or activate the contact.",
                suggestions(contacts, "was a contact there"));
    }

    private Sender stranger(MailAddress from, List<ClientView> clients, @Nullable ClientId mailboxClient) {
        String domain = from.domain();
        if (FreeMail.has(domain)) {
            return unknown(from, ownClient(mailboxClient));
        }
        if (clients.size() == 1) {
            return new Sender.OfDomain(clients.getFirst(), domain);
        }
        Stream<Suggestion> byDomain = clients.stream().map(client -> suggestion(client, "has the domain " + domain));
        Stream<Suggestion> byParent = clients.isEmpty() ? parents(domain) : Stream.empty();
        return unknown(
                from,
                Stream.of(byDomain, byParent, ownClient(mailboxClient).stream())
                        .flatMap(suggestion -> suggestion)
                        .toList());
    }

    private static Sender unknown(MailAddress from, List<Suggestion> suggestions) {
        return new Sender.Unclear(
                UNKNOWN,
                from.email()
                        + " is no contact of a client. Say whose this mail is; the sender becomes a contact there.",
                suggestions);
    }

    private Stream<Suggestion> parents(String domain) {
        int dot = domain.indexOf('.');
        String parent = dot < 0 ? "" : domain.substring(dot + 1);
        return parent.contains(".") && !FreeMail.has(parent)
                ? portal.clientsByDomain(parent).stream().map(client -> suggestion(client, "has the domain " + parent))
                : Stream.empty();
    }

    private List<Suggestion> ownClient(@Nullable ClientId mailboxClient) {
        return mailboxClient == null
                ? List.of()
                : portal.client(mailboxClient).stream()
                        .map(client -> suggestion(client, "has this mailbox"))
                        .toList();
    }

    private static Suggestion suggestion(ClientView client, String why) {
        return new Suggestion(client.id().value(), client.name(), null, why);
    }

    private static List<Suggestion> suggestions(List<ContactView> contacts, String why) {
        return contacts.stream()
                .map(contact -> new Suggestion(
                        contact.clientId().value(), contact.clientName(), contact.email(), contact.name() + " " + why))
                .toList();
    }
}
