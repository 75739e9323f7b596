package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.canonical.CanonicalEvent.CommentAdded;
import io.vestibule.hub.canonical.CanonicalEvent.RequestOpened;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.CanonicalEvent.RequestStatusChanged;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.CommentKind;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.mail.mailbox.Mailbox;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.outbox.OutboundSubscription;
import io.vestibule.hub.outbox.OutboxDraft;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says who is mailed about what happens in the portal: one acknowledgement to whoever opened a request by mail, unless a
 * machine did; public comments to all who take part except their author; the end of a request to the requester. Internal
 * notes never leave.
 */
@Component
class MailSubscription implements OutboundSubscription {

    /** For mails that leave when the firm has no mailbox. */
    static final String SYSTEM = "system";

    private final Mailboxes mailboxes;
    private final MailIdentities identities;
    private final FirmRecipients firm;

    MailSubscription(Mailboxes mailboxes, MailIdentities identities, FirmRecipients firm) {
        this.mailboxes = mailboxes;
        this.identities = identities;
        this.firm = firm;
    }

    @Override
    public boolean concerns(CanonicalEvent event) {
        return event instanceof RequestOpened || event instanceof CommentAdded || event instanceof RequestStatusChanged;
    }

    @Override
    public List<OutboxDraft> draftsFor(FeedEvent event) {
        return switch (event.event()) {
            case RequestOpened opened -> acknowledgement(event, opened.request());
            case CommentAdded added -> comment(event, added);
            case RequestStatusChanged changed -> closed(event, changed);
            default -> List.of();
        };
    }

    private List<OutboxDraft> acknowledgement(FeedEvent event, RequestState request) {
        ExternalId origin = request.origin();
        String email = requester(request);
        if (request.channel() != Channel.EMAIL || origin == null || email == null) {
            return List.of();
        }
        Optional<MailIdentities.Known> mail = identities.byExternalId(origin.id());
        if (mail.isEmpty() || mail.get().unanswerable() != null) {
            return List.of();
        }
        MailBody body = new MailBody.Acknowledgement(
                name(request.requester()), mail.get().messageId());
        return List.of(draft(event, request, email, SentMails.ACKNOWLEDGEMENT, body));
    }

    private List<OutboxDraft> comment(FeedEvent event, CommentAdded added) {
        Comment comment = added.comment();
        if (comment.visibility() != Visibility.PUBLIC || comment.author().kind() == Party.Kind.SYSTEM) {
            return List.of();
        }
        boolean byStaff = comment.author().kind() == Party.Kind.STAFF;
        MailBody body = new MailBody.NewComment(
                comment.author().name(),
                byStaff,
                comment.text(),
                comment.files().size(),
                comment.channel() == Channel.PORTAL,
                comment.kind() == CommentKind.STATUS_CHECK);
        return recipients(added.request(), comment.author(), byStaff).stream()
                .map(address -> draft(event, added.request(), address, "comment", body))
                .toList();
    }

    /** Who hears of a comment: all at the client who take part, and of a client's word somebody at the firm. */
    private Set<String> recipients(RequestState request, Party author, boolean byStaff) {
        Set<String> addresses = new LinkedHashSet<>();
        Stream.concat(takingPart(request), byStaff ? Stream.empty() : firm.of(request).stream())
                .filter(address -> !address.equals(email(author)))
                .forEach(addresses::add);
        return addresses;
    }

    /** By the contract those who are active, the requester among them for as long as he takes part. */
    private static Stream<String> takingPart(RequestState request) {
        return request.participants().stream()
                .filter(party -> party.kind() == Party.Kind.CONTACT && !StopMails.wants(request, party))
                .flatMap(party -> Stream.ofNullable(email(party)));
    }

    private static @Nullable String requester(RequestState request) {
        String email = email(request.requester());
        return email != null && takingPart(request).anyMatch(email::equals) ? email : null;
    }

    private List<OutboxDraft> closed(FeedEvent event, RequestStatusChanged changed) {
        String email = requester(changed.request());
        boolean byRequester = email != null && email.equals(email(changed.by()));
        boolean goesOn = changed.request().mergedInto() != null;
        if (changed.to() != RequestStatus.DONE || email == null || byRequester || goesOn) {
            return List.of();
        }
        return List.of(draft(
                event,
                changed.request(),
                email,
                "status",
                new MailBody.Closed(name(changed.request().requester()))));
    }

    private OutboxDraft draft(FeedEvent event, RequestState request, String address, String purpose, MailBody body) {
        String mailbox = mailboxes.writing(request).map(Mailbox::name).orElse(SYSTEM);
        return new OutboxDraft(
                OutboundSubscription.source(event),
                MailDelivery.CHANNEL,
                address,
                mailbox,
                ObjectRef.request(request.id()),
                request.clientId().value(),
                purpose,
                body.written(),
                null);
    }

    static @Nullable String name(@Nullable Party party) {
        String name = party == null ? null : party.name();
        return name == null || name.isBlank() || name.contains("@") ? null : name;
    }

    private static @Nullable String email(@Nullable Party party) {
        return party == null ? null : lower(party.email());
    }

    private static @Nullable String lower(@Nullable String address) {
        return address == null || address.isBlank() ? null : address.strip().toLowerCase(Locale.ROOT);
    }
}
