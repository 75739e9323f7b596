package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.mail.mailbox.Mailbox;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxDraft;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Answers a mail that only asks how a request stands: the mail stands in the conversation with a mark that moves no
 * status, and one outbox row asks for the answer, whose words are made when it leaves. Handled again, a mail adds nothing.
 */
@Component
class StatusAnswers {

    static final String PURPOSE = "status-answer";

    private static final int NOTE_COMMAND = 9;

    private final PortalGateway portal;
    private final MailPosting posting;
    private final Mailboxes mailboxes;
    private final AskedForNews asked;
    private final Outbox outbox;

    StatusAnswers(PortalGateway portal, MailPosting posting, Mailboxes mailboxes, AskedForNews asked, Outbox outbox) {
        this.portal = portal;
        this.posting = posting;
        this.mailboxes = mailboxes;
        this.asked = asked;
        this.outbox = outbox;
    }

    /**
     * @param about what it asks about; it stands in the first
     * @param address of the writer, to which the answer goes
     */
    Handling answered(MailCase mailCase, List<RequestView> about, Party writer, String address) {
        Handling handling = posting.statusCheck(mailCase, about.getFirst(), writer);
        if (handling instanceof Handling.Applied) {
            outbox.enqueue(draft(mailCase, about, writer, address));
        } else {
            asked.takeBack(mailCase.message().id());
        }
        return handling;
    }

    private OutboxDraft draft(MailCase mailCase, List<RequestView> about, Party writer, String address) {
        RequestState request = about.getFirst().state();
        List<String> others =
                about.stream().skip(1).map(other -> other.state().id().value()).toList();
        String mailbox = mailboxes.writing(request).map(Mailbox::name).orElse(MailSubscription.SYSTEM);
        return new OutboxDraft(
                "inbox:" + mailCase.message().id(),
                MailDelivery.CHANNEL,
                address,
                mailbox,
                ObjectRef.request(request.id()),
                request.clientId().value(),
                PURPOSE,
                new MailBody.StatusAnswer(MailSubscription.name(writer), mailCase.messageId(), others).written(),
                null);
    }

    /** The mail goes its usual way, and the firm's people are told that the client asks again. */
    Handling toldAgain(MailCase mailCase, RequestView request, Party writer) {
        Handling handling = posting.comment(mailCase, request, writer);
        if (handling instanceof Handling.Applied) {
            Comment note = new Comment(
                    Party.system("Mail"),
                    Visibility.INTERNAL,
                    writer.email() + " asks for news again, within a day of an automatic answer. Please answer: no"
                            + " second one was sent.",
                    null,
                    List.of(),
                    Channel.EMAIL,
                    mailCase.at());
            ExternalId origin =
                    new ExternalId(mailCase.mailbox(), mailCase.message().externalId() + "#asks-again");
            portal.execute(Envelope.of(
                            mailCase.message().key(NOTE_COMMAND),
                            new AddComment(request.state().id(), note))
                    .from(origin, null));
        }
        return handling;
    }
}
