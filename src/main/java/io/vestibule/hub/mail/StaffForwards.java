package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.PersonView;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.mail.parse.MailAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Unwraps clients' mails that the firm's people hand on: the client becomes the requester of a new request at the date of
 * the mail, and what was written above it an internal note. Who wrote it is what they claim, so they must be proved
 * themselves, or a person says whose it is; and the client, who wrote to somebody else, gets no acknowledgement.
 */
@Component
class StaffForwards {

    private static final int NOTE_COMMAND = 5;

    private final PortalGateway portal;
    private final Mailboxes mailboxes;
    private final SenderMatch senders;
    private final Newcomers newcomers;
    private final MailPosting posting;
    private final MailIdentities identities;

    StaffForwards(
            PortalGateway portal,
            Mailboxes mailboxes,
            SenderMatch senders,
            Newcomers newcomers,
            MailPosting posting,
            MailIdentities identities) {
        this.portal = portal;
        this.mailboxes = mailboxes;
        this.senders = senders;
        this.newcomers = newcomers;
        this.posting = posting;
        this.identities = identities;
    }

    /**
     * @param mailboxClient whose mailbox it came to, null = the firm's
     * @return empty when it hands on nothing of a client's
     */
    Optional<Handling> placed(MailCase mailCase, PersonView person, @Nullable ClientId mailboxClient) {
        Optional<StaffForward> found = StaffForward.of(mailCase.mail());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        StaffForward forward = found.get();
        Sender author = senders.find(forward.author(), mailboxClient);
        mailCase.evidence().add("It hands on " + forward.words());
        if (author instanceof Sender.Staff || mailboxes.isOwn(forward.author().email())) {
            return Optional.empty();
        }
        return Optional.of(
                isProved(mailCase) ? placed(mailCase, forward, person, author) : held(person, forward, author));
    }

    private Handling placed(MailCase mailCase, StaffForward forward, PersonView person, Sender author) {
        return switch (author) {
            case Sender.Known known ->
                open(mailCase, forward, person, known.contact().clientId());
            case Sender.OfDomain domain ->
                newcomers
                        .introduce(mailCase, domain.client().id(), forward.author())
                        .orElseGet(() ->
                                open(mailCase, forward, person, domain.client().id()));
            case Sender.Unclear unclear ->
                new Handling.Held(
                        unclear.reason(),
                        person.name() + " hands on " + forward.words() + " " + unclear.detail(),
                        null,
                        unclear.suggestions());
            case Sender.Staff colleague ->
                throw new IllegalStateException("A mail of the firm's people is no client's");
        };
    }

    private static Handling held(PersonView person, StaffForward forward, Sender author) {
        return new Handling.Held(
                "from-staff",
                "It says that %s of the firm hands on %s Nothing proves that it is from there. Say for which client it is."
                        .formatted(person.name(), forward.words()),
                null,
                author.suggestions());
    }

    /** A person said whose it is; empty when it hands on nothing. */
    Optional<Handling> assigned(MailCase mailCase, PersonView person, Assignment assignment) {
        ClientId client = new ClientId(assignment.clientId());
        return StaffForward.of(mailCase.mail()).map(forward -> {
            mailCase.evidence().add("It hands on " + forward.words());
            StaffForward decided = by(forward, assignment.contactEmail());
            boolean known = portal.sender(decided.author().email()).contacts().stream()
                    .anyMatch(contact -> contact.clientId().equals(client));
            Optional<Handling> refused =
                    known ? Optional.empty() : newcomers.introduce(mailCase, client, decided.author());
            return refused.orElseGet(() -> open(mailCase, decided, person, client));
        });
    }

    private static StaffForward by(StaffForward forward, @Nullable String contact) {
        boolean other = contact != null
                && !contact.isBlank()
                && !contact.strip().equalsIgnoreCase(forward.author().email());
        return other
                ? new StaffForward(
                        forward.mail(),
                        new MailAddress(null, Objects.requireNonNull(contact)),
                        forward.comment(),
                        forward.words())
                : forward;
    }

    private boolean isProved(MailCase mailCase) {
        boolean genuine = mailCase.door() == Authorship.Door.SENDER && mailCase.isGenuine();
        return genuine || mailCase.accepts("not-genuine");
    }

    private Handling open(MailCase mailCase, StaffForward forward, PersonView person, ClientId client) {
        identities.leaveUnanswered(mailCase.message().id(), "handed-on-by-staff");
        Party requester =
                Party.contact(forward.author().name(), forward.author().email());
        Handling handling = posting.open(mailCase.handingOn(forward.mail()), client, requester);
        if (handling instanceof Handling.Applied applied && applied.objectId() != null) {
            note(mailCase, forward, person, new RequestId(applied.objectId()));
        }
        return handling;
    }

    private void note(MailCase mailCase, StaffForward forward, PersonView person, RequestId request) {
        Party author = isProved(mailCase)
                ? new Party(Party.Kind.STAFF, person.id(), person.name(), person.email())
                : Party.system("Mail");
        String own = forward.comment() == null ? "" : forward.comment() + "\n\n";
        Comment note = new Comment(
                author,
                Visibility.INTERNAL,
                "%s[%s handed on %s The sender was not told.]".formatted(own, person.name(), forward.words()),
                null,
                List.of(),
                Channel.EMAIL,
                mailCase.at());
        ExternalId origin =
                new ExternalId(mailCase.mailbox(), mailCase.message().externalId() + "#forward");
        portal.execute(Envelope.of(mailCase.message().key(NOTE_COMMAND), new AddComment(request, note))
                .from(origin, null));
    }
}
