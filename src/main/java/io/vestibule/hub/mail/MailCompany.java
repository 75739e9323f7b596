package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalCommand.NoteRecipients;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.hub.gateway.PortalGateway.ContactView;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.SenderView;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.mail.ConversationMatcher.Author;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.platform.mail.FreeMail;
import io.vestibule.platform.mail.SystemMail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Looks at whom else a client's mail went to. Colleagues of a proven and known writer take part from now on and get the
 * answers; whoever else is named is listed on the request and told nothing until the firm admits them. Our own people,
 * mailboxes and domains are passed over.
 */
@Component
class MailCompany {

    /** More colleagues of one mail than that are listed only: a mailing list is no company. */
    static final int MOST_COLLEAGUES = 20;

    static final int MOST_OTHERS = 50;
    private static final int COMMAND = 6;
    private static final String VIEWER = "viewer";

    private final PortalGateway portal;
    private final Mailboxes mailboxes;
    private final SystemMail systemMail;
    private final WriterTrust trust;
    private final MailThreads threads;

    MailCompany(
            PortalGateway portal, Mailboxes mailboxes, SystemMail systemMail, WriterTrust trust, MailThreads threads) {
        this.portal = portal;
        this.mailboxes = mailboxes;
        this.systemMail = systemMail;
        this.trust = trust;
        this.threads = threads;
    }

    /** Somebody else whom a mail went to. {@code known}: is an active contact of the client */
    private record Other(MailAddress address, boolean known) {}

    /** Called when the mail has become part of a request. Handled again, a mail gives the same command. */
    Handling along(MailCase mailCase, Author author, Handling handling) {
        MailAddress from = mailCase.from();
        if (from == null || !(handling instanceof Handling.Applied applied) || applied.objectId() == null) {
            return handling;
        }
        RequestId request = new RequestId(applied.objectId());
        ContactView contact = author.contact();
        if (contact != null && !contact.email().equals(from.email())) {
            // written from a further address, it is part of the conversation with the main one
            threads.received(mailCase.messageId(), request, contact.email());
        }
        Map<String, MailAddress> named = named(mailCase, from);
        if (!named.isEmpty()) {
            portal.request(request)
                    .ifPresent(view -> note(mailCase, author, view.state(), new ArrayList<>(named.values())));
        }
        return handling;
    }

    /** To and Cc but the writer and ourselves, each once, in their order. */
    private Map<String, MailAddress> named(MailCase mailCase, MailAddress from) {
        Map<String, MailAddress> named = new LinkedHashMap<>();
        Stream.concat(mailCase.mail().to().stream(), mailCase.mail().cc().stream())
                .filter(address -> !address.email().equalsIgnoreCase(from.email()))
                .filter(address -> !isOurs(address))
                .forEach(address -> named.putIfAbsent(address.email(), address));
        return named;
    }

    private boolean isOurs(MailAddress address) {
        return mailboxes.isOwn(address.email()) || systemMail.sendsFrom(address.email());
    }

    private void note(MailCase mailCase, Author author, RequestState request, List<MailAddress> named) {
        List<String> domains =
                portal.client(request.clientId()).map(ClientView::domains).orElse(List.of());
        List<SenderView> known =
                portal.senders(named.stream().map(MailAddress::email).toList());
        List<Other> people =
                asWrittenTo(contactsAt(request.clientId(), known), author, outside(request, named, domains, known));
        if (people.isEmpty()) {
            return;
        }
        List<MailAddress> outside = people.stream().map(Other::address).toList();
        List<MailAddress> colleagues = mayBring(mailCase, author, request) ? colleagues(people, domains) : List.of();
        List<MailAddress> others = outside.stream()
                .filter(address -> !colleagues.contains(address))
                .limit(MOST_OTHERS)
                .toList();
        MailAddress from = mailCase.from();
        Party writer = Party.contact(from == null ? null : from.name(), from == null ? "" : from.email());
        NoteRecipients note = new NoteRecipients(request.id(), writer, parties(colleagues), parties(others));
        Answer answer = portal.execute(Envelope.of(mailCase.message().key(COMMAND), note));
        if (answer instanceof Answer.Applied) {
            tell(mailCase, request, outside);
        }
    }

    /** Whom the client has under these addresses. */
    private static Map<String, ContactView> contactsAt(ClientId client, List<SenderView> known) {
        Map<String, ContactView> contacts = new HashMap<>();
        for (SenderView sender : known) {
            sender.contacts().stream()
                    .filter(contact -> contact.clientId().equals(client))
                    .findFirst()
                    .ifPresent(contact -> contacts.put(sender.email(), contact));
        }
        return contacts;
    }

    /** Without the firm: its people, its team and whatever else its own domains have. */
    private List<MailAddress> outside(
            RequestState request, List<MailAddress> named, List<String> clientDomains, List<SenderView> known) {
        Set<String> ourPeople = known.stream()
                .filter(sender -> !sender.staff().isEmpty())
                .map(SenderView::email)
                .collect(Collectors.toSet());
        Set<String> ourDomains = mailboxes.enabled().stream()
                .map(mailbox -> new MailAddress(null, mailbox.address()).domain())
                .filter(domain -> !FreeMail.has(domain) && !clientDomains.contains(domain))
                .collect(Collectors.toSet());
        return named.stream()
                .filter(address -> !ourPeople.contains(address.email()) && !ourDomains.contains(address.domain()))
                .filter(address -> !address.email().equalsIgnoreCase(request.teamAddress()))
                .limit(MOST_COLLEAGUES + MOST_OTHERS)
                .toList();
    }

    /** Each person of the client once, by the main address, and without the writer's further ones. */
    private static List<Other> asWrittenTo(
            Map<String, ContactView> contacts, Author author, List<MailAddress> outside) {
        Map<String, Other> people = new LinkedHashMap<>();
        for (MailAddress address : outside) {
            ContactView contact = contacts.get(address.email());
            String main = contact == null ? address.email() : contact.email();
            if (author.contact() == null || !author.contact().email().equals(main)) {
                boolean known = contact != null && contact.active();
                people.putIfAbsent(main, new Other(new MailAddress(address.name(), main), known));
            }
        }
        return new ArrayList<>(people.values());
    }

    private boolean mayBring(MailCase mailCase, Author author, RequestState request) {
        ContactView contact = author.contact();
        return contact != null
                && contact.active()
                && !contact.role().equals(VIEWER)
                && trust.isProvenForAll(mailCase, request);
    }

    /** Of the client's own domain, or known there already. */
    private static List<MailAddress> colleagues(List<Other> people, List<String> domains) {
        return people.stream()
                .filter(other -> other.known() || isOf(domains, other.address().domain()))
                .map(Other::address)
                .limit(MOST_COLLEAGUES)
                .toList();
    }

    private static boolean isOf(List<String> domains, String domain) {
        return domains.contains(domain) && !FreeMail.has(domain);
    }

    /** Those who take part know this mail: what we write them refers to it. */
    private void tell(MailCase mailCase, RequestState before, List<MailAddress> outside) {
        Set<String> tookPart = participants(before);
        Set<String> takePart = portal.request(before.id())
                .map(view -> participants(view.state()))
                .orElse(Set.of());
        outside.stream()
                .filter(address -> takePart.contains(address.email()))
                .forEach(address -> threads.received(mailCase.messageId(), before.id(), address.email()));
        words(outside, address -> takePart.contains(address.email()) && !tookPart.contains(address.email()))
                .ifPresent(
                        names -> mailCase.evidence().add("Colleagues it went to, who take part now: " + names + "."));
        words(outside, address -> !takePart.contains(address.email()))
                .ifPresent(names -> mailCase.evidence()
                        .add("It went to " + names + " as well: listed, and told nothing until the firm admits them."));
    }

    private static Set<String> participants(RequestState request) {
        return request.participants().stream()
                .flatMap(party -> Stream.ofNullable(party.email()))
                .collect(Collectors.toSet());
    }

    private static List<Party> parties(List<MailAddress> addresses) {
        return addresses.stream()
                .map(address -> Party.contact(address.name(), address.email()))
                .toList();
    }

    private static Optional<String> words(List<MailAddress> addresses, Predicate<MailAddress> which) {
        String words = addresses.stream().filter(which).map(MailAddress::email).collect(Collectors.joining(", "));
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }
}
