package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.proof.LookAlikes;
import io.vestibule.hub.mail.proof.MailDomains;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.mail.FreeMail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Points out senders that pass for somebody else: a name that holds another address or is that of one of the firm's people,
 * and a domain that looks like a known one. Such mail is not held for it; the marks stand on the message and, for the
 * firm's people only, once for each sender on the request it became part of.
 */
@Component
class SenderMarks {

    private static final int NOTE_COMMAND = 4;
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s<>()\"',;:@]{1,64}@[^\\s<>()\"',;:@]{1,255}\\.\\w{2,}");

    private final PortalGateway portal;
    private final KnownNames names;

    SenderMarks(PortalGateway portal, KnownNames names) {
        this.portal = portal;
        this.names = names;
    }

    /** The same result with the marks on it, and on the request. */
    Handling shown(MailCase mailCase, Handling handling) {
        MailAddress from = mailCase.from();
        List<String> marks = from == null ? List.of() : of(from);
        if (marks.isEmpty()) {
            return handling;
        }
        mailCase.evidence().addAll(marks);
        String words = String.join(" ", marks);
        if (handling instanceof Handling.Held held) {
            return new Handling.Held(held.reason(), held.detail() + " " + words, held.holdKey(), held.suggestions());
        }
        if (handling instanceof Handling.Applied applied && "request".equals(applied.objectType())) {
            note(mailCase, new RequestId(Objects.requireNonNull(applied.objectId())), words);
        }
        return handling;
    }

    private void note(MailCase mailCase, RequestId request, String words) {
        Comment note = new Comment(
                Party.system("Mail"),
                Visibility.INTERNAL,
                "Look twice at a sender here. " + words,
                null,
                List.of(),
                Channel.EMAIL,
                mailCase.at());
        // Once for each sender and finding: a second note of it is a duplicate
        ExternalId origin = new ExternalId(mailCase.mailbox(), "marks:" + Ids.sha256(words));
        portal.execute(Envelope.of(mailCase.message().key(NOTE_COMMAND), new AddComment(request, note))
                .from(origin, null));
    }

    private List<String> of(MailAddress from) {
        List<String> marks = new ArrayList<>();
        KnownNames.Names known = names.now();
        String name = from.name();
        if (name != null) {
            Matcher address = ADDRESS.matcher(name);
            if (address.find() && !address.group().toLowerCase(Locale.ROOT).equals(from.email())) {
                marks.add("The sender's name shows the address %s, but it was written from %s."
                        .formatted(address.group(), from.email()));
            }
            if (known.people().contains(KnownNames.folded(name)) && isForeign(from, name)) {
                marks.add("The sender is called like %s of the firm, but %s is no address of the firm's people."
                        .formatted(name, from.email()));
            }
        }
        imitated(from.domain(), known)
                .forEach(domain -> marks.add(
                        "The sender's domain %s looks like %s, but is another.".formatted(from.domain(), domain)));
        return marks;
    }

    /** A contact may be called like somebody of the firm; one nobody admitted got the name from a mail. */
    private boolean isForeign(MailAddress from, String name) {
        PortalGateway.SenderView known = portal.sender(from.email());
        return known.staff().isEmpty()
                && known.contacts().stream()
                        .filter(PortalGateway.ContactView::admitted)
                        .noneMatch(contact -> KnownNames.folded(contact.name()).equals(KnownNames.folded(name)));
    }

    private static List<String> imitated(String domain, KnownNames.Names known) {
        boolean honest =
                domain.isEmpty() || FreeMail.has(domain) || known.domains().contains(MailDomains.registered(domain));
        return honest
                ? List.of()
                : known.domains().stream()
                        .filter(other -> LookAlikes.confusable(domain, other))
                        .sorted()
                        .limit(1)
                        .toList();
    }
}
