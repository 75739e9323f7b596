package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ContactView;
import io.vestibule.hub.gateway.PortalGateway.PersonView;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.hub.mail.ConversationMatcher.Author;
import io.vestibule.hub.mail.ConversationMatcher.Match;
import io.vestibule.hub.mail.mailbox.Mailbox;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.mail.parse.MailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides where a mail belongs: a comment on the request it answers, else a new request of its client, else on hold with
 * suggestions. Called by {@link MailHandler} for mails that no filter stopped.
 */
@Component
class MailDesk {

    private final PortalGateway portal;
    private final Mailboxes mailboxes;
    private final SenderMatch senders;
    private final ConversationMatcher conversations;
    private final MailPosting posting;
    private final MailIdentities identities;
    private final Forgeries forgeries;
    private final MailBursts bursts;
    private final StrangerRefusals refusals;
    private final Newcomers newcomers;
    private final StaffForwards forwards;
    private final StatusChecks statusChecks;
    private final MailCompany company;

    MailDesk(
            PortalGateway portal,
            Mailboxes mailboxes,
            SenderMatch senders,
            ConversationMatcher conversations,
            MailPosting posting,
            MailIdentities identities,
            Forgeries forgeries,
            MailBursts bursts,
            StrangerRefusals refusals,
            Newcomers newcomers,
            StaffForwards forwards,
            StatusChecks statusChecks,
            MailCompany company) {
        this.portal = portal;
        this.mailboxes = mailboxes;
        this.senders = senders;
        this.conversations = conversations;
        this.posting = posting;
        this.identities = identities;
        this.forgeries = forgeries;
        this.bursts = bursts;
        this.refusals = refusals;
        this.newcomers = newcomers;
        this.forwards = forwards;
        this.statusChecks = statusChecks;
        this.company = company;
    }

    Handling place(MailCase mailCase) {
        Sender sender = sender(mailCase);
        Assignment assignment = mailCase.assignment();
        if (assignment != null) {
            return assigned(mailCase, sender, assignment);
        }
        Optional<Handling> doubted = sender instanceof Sender.Unclear
                ? Optional.empty()
                : forgeries.held(mailCase, sender.suggestions()).or(() -> bursts.held(mailCase));
        return doubted.orElseGet(() -> placed(mailCase, sender));
    }

    private Handling placed(MailCase mailCase, Sender sender) {
        return switch (sender) {
            case Sender.Unclear unclear ->
                ofTeam(mailCase).or(() -> byPolicy(mailCase, unclear)).orElseGet(() -> held(mailCase, unclear));
            case Sender.Staff staff -> ofStaff(mailCase, staff.person());
            case Sender.Known known -> ofContact(mailCase, known.contact());
            case Sender.OfDomain domain ->
                ofNewcomer(
                        mailCase,
                        domain.client().id(),
                        "The domain " + domain.domain() + " belongs to "
                                + domain.client().name());
        };
    }

    /** Clients it may belong to, for a mail that a person has to decide on. */
    List<Suggestion> suggestions(MailCase mailCase) {
        return sender(mailCase).suggestions();
    }

    Optional<String> number(String requestId) {
        return portal.request(new RequestId(requestId)).map(view -> view.state().number());
    }

    private Sender sender(MailCase mailCase) {
        MailAddress from = mailCase.from();
        return from == null
                ? new Sender.Unclear("no-sender", "The mail names no readable sender.", List.of())
                : senders.find(from, mailboxClient(mailCase));
    }

    private @Nullable ClientId mailboxClient(MailCase mailCase) {
        return mailboxes.find(mailCase.mailbox()).map(Mailbox::client).orElse(null);
    }

    private Handling held(MailCase mailCase, Sender.Unclear unclear) {
        List<Suggestion> suggestions = new ArrayList<>(unclear.suggestions());
        answering(mailCase).ifPresent(suggestions::addFirst);
        MailAddress from = mailCase.from();
        boolean forged = mailCase.proof().isForged();
        boolean grouped = !forged && unclear.reason().equals(SenderMatch.UNKNOWN);
        mailCase.evidence().add(unclear.detail());
        return new Handling.Held(
                unclear.reason(),
                forged ? mailCase.proof().words() + " " + unclear.detail() : unclear.detail(),
                from == null || !grouped ? null : together(mailCase, from),
                suggestions);
    }

    /** One decision counts for all mails of a stranger to mailboxes of the same client, or of the firm. */
    private String together(MailCase mailCase, MailAddress from) {
        ClientId client = mailboxClient(mailCase);
        return "sender:" + from.email() + (client == null ? "" : ":" + client.value());
    }

    /** A stranger who answers with somebody's reply key is perhaps that person at another address. */
    private Optional<Suggestion> answering(MailCase mailCase) {
        return conversations
                .keyOf(mailCase.mail())
                .flatMap(bound -> portal.request(new RequestId(bound.requestId()))
                        .map(view -> new Suggestion(
                                view.state().clientId().value(),
                                view.state().clientName(),
                                bound.address(),
                                "it answers our mail to " + bound.address() + " about "
                                        + view.state().number())));
    }

    private Handling ofStaff(MailCase mailCase, PersonView person) {
        Party party = new Party(Party.Kind.STAFF, person.id(), person.name(), person.email());
        Match match = mailCase.opensOnly() ? Match.NONE : conversations.matchStaff(mailCase.mail(), person.email());
        mailCase.evidence().addAll(match.evidence());
        return match.request()
                .map(request -> posting.comment(mailCase, request, party))
                .or(() -> forwards.placed(mailCase, person, mailboxClient(mailCase)))
                .orElseGet(() -> fromStaff(person));
    }

    private static Handling fromStaff(PersonView person) {
        return new Handling.Held(
                "from-staff",
                "It says it is from " + person.name() + " of the firm, but answers nothing that we sent to "
                        + person.email() + ". If it is an answer, " + person.name()
                        + " gives it in the portal or by replying to our mail about the request. If it is a"
                        + " client's mail handed on, say for which client and contact it is.",
                null,
                List.of());
    }

    /** The firm's people answer from the mailbox they share, to which our mail about the request went. */
    private Optional<Handling> ofTeam(MailCase mailCase) {
        MailAddress from = mailCase.from();
        if (from == null || mailCase.opensOnly()) {
            return Optional.empty();
        }
        Match match = conversations.matchStaff(mailCase.mail(), from.email());
        return match.request()
                .filter(request -> from.email().equalsIgnoreCase(request.state().teamAddress()))
                .map(request -> {
                    mailCase.evidence().addAll(match.evidence());
                    return forgeries
                            .held(mailCase, List.of())
                            .orElseGet(() -> posting.comment(mailCase, request, team(request.state(), from)));
                });
    }

    private static Party team(RequestState request, MailAddress from) {
        return new Party(Party.Kind.STAFF, null, request.team() == null ? from.name() : request.team(), from.email());
    }

    private Handling ofContact(MailCase mailCase, ContactView contact) {
        MailAddress from = mailCase.from();
        String address = from == null || from.email().equals(contact.email())
                ? contact.email()
                : from.email() + " is a further address of " + contact.email() + ", who";
        mailCase.evidence().add("The sender " + address + " is a contact of " + contact.clientName() + ".");
        return ofClient(
                mailCase, contact.clientId(), writer(from), new Author(Set.copyOf(contact.addresses()), contact));
    }

    private Handling ofNewcomer(MailCase mailCase, ClientId client, String why) {
        MailAddress from = mailCase.from();
        if (from == null) {
            throw new IllegalStateException("A client was found without a sender");
        }
        mailCase.evidence().add(why + "; the sender becomes a contact there.");
        Optional<Handling> refused = newcomers.introduce(mailCase, client, from);
        return refused.orElseGet(
                () -> ofClient(mailCase, client, writer(from), new Author(Set.of(from.email()), null)));
    }

    /** What the mailbox says about strangers; empty when a person decides, as of those who answer a mail of ours. */
    private Optional<Handling> byPolicy(MailCase mailCase, Sender.Unclear unclear) {
        MailAddress from = mailCase.from();
        Optional<Mailbox> mailbox = mailboxes.find(mailCase.mailbox());
        boolean stranger = unclear.reason().equals(SenderMatch.UNKNOWN)
                && !mailCase.proof().isForged();
        if (from == null
                || mailbox.isEmpty()
                || !stranger
                || answering(mailCase).isPresent()) {
            return Optional.empty();
        }
        return switch (mailbox.get().strangers()) {
            case HOLD -> Optional.empty();
            case CONTACT ->
                Optional.ofNullable(mailbox.get().client())
                        .map(client -> ofNewcomer(mailCase, client, "The mailbox takes strangers for its client"));
            case REFUSE -> refusals.refused(mailCase, from, mailbox.get());
        };
    }

    /** As the mail names them, known or not: handled again, a mail gives the same command although its sender is known now. */
    private static @Nullable Party writer(@Nullable MailAddress address) {
        return address == null ? null : Party.contact(address.name(), address.email());
    }

    private Handling ofClient(MailCase mailCase, ClientId client, @Nullable Party writer, Author author) {
        Optional<RequestView> answered = (mailCase.opensOnly() ? Match.NONE : match(mailCase, author))
                .request()
                .filter(request -> request.state().clientId().equals(client));
        Handling handling = statusChecks
                .taken(mailCase, client, author, answered)
                .or(() -> answered.flatMap(
                        request -> Optional.ofNullable(writer).map(party -> posting.comment(mailCase, request, party))))
                .orElseGet(() -> posting.open(mailCase, client, writer));
        return company.along(mailCase, author, handling);
    }

    private Match match(MailCase mailCase, Author author) {
        Match match = conversations.match(mailCase.mail(), author);
        mailCase.evidence().addAll(match.evidence());
        return match;
    }

    /** A person said whose this is: that outranks what addresses say. */
    private Handling assigned(MailCase mailCase, Sender sender, Assignment assignment) {
        ClientId client = new ClientId(assignment.clientId());
        mailCase.evidence().add(assignment.decidedBy() + " said whose it is.");
        if (sender instanceof Sender.Staff staff) {
            identities.leaveUnanswered(mailCase.message().id(), "from-staff");
            Optional<Handling> handedOn = forwards.assigned(mailCase, staff.person(), assignment);
            if (handedOn.isPresent()) {
                return handedOn.get();
            }
        }
        MailAddress contact = assignedContact(mailCase, sender, assignment);
        if (contact == null) {
            return posting.open(mailCase, client, null);
        }
        Optional<ContactView> known = portal.sender(contact.email()).contacts().stream()
                .filter(view -> view.clientId().equals(client))
                .findFirst();
        Optional<Handling> refused =
                known.isPresent() ? Optional.empty() : newcomers.introduce(mailCase, client, contact);
        if (refused.isPresent()) {
            return refused.get();
        }
        Set<String> emails = Stream.concat(
                        Stream.of(contact, mailCase.from())
                                .flatMap(Stream::ofNullable)
                                .map(MailAddress::email),
                        known.stream().flatMap(view -> view.addresses().stream()))
                .collect(Collectors.toSet());
        return ofClient(mailCase, client, writer(contact), new Author(emails, known.orElse(null)));
    }

    private static @Nullable MailAddress assignedContact(MailCase mailCase, Sender sender, Assignment assignment) {
        String email = assignment.contactEmail();
        MailAddress from = mailCase.from();
        if (email == null || email.isBlank()) {
            return sender instanceof Sender.Staff ? null : from;
        }
        return from != null && from.email().equalsIgnoreCase(email.strip()) ? from : new MailAddress(null, email);
    }
}
