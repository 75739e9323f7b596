package io.vestibule.hub.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.mail.mailbox.Mailbox;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.outbox.Deliveries;
import io.vestibule.hub.outbox.DeliveryAttempt;
import io.vestibule.hub.outbox.DeliveryChannel;
import io.vestibule.hub.outbox.LastLook;
import io.vestibule.hub.outbox.OutboxDraft;
import io.vestibule.hub.outbox.OutboxMessage;
import io.vestibule.platform.mail.MailOutcome;
import io.vestibule.platform.mail.MailSender;
import io.vestibule.platform.mail.OutgoingMail;
import io.vestibule.platform.mail.SystemMail;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sends the outbox rows of the channel {@code mail}. Every attempt of a row carries the same Message-ID. Nothing is ever
 * sent to an address of our own mailboxes or to somebody who was deactivated, and brakes stop what only machines could
 * need that often.
 */
@Component
class MailDelivery implements DeliveryChannel {

    static final String CHANNEL = "mail";

    private static final Outcome ACKNOWLEDGED_ENOUGH = new Outcome.Cancelled("acknowledgement-limit");

    private final PortalGateway portal;
    private final Mailboxes mailboxes;
    private final SentMails sentMails;
    private final ActiveRecipients recipients;
    private final MailComposition composition;
    private final MailSender sender;
    private final SystemMail systemMail;
    private final BrakeNotes brakeNotes;
    private final UndeliverableAddresses undeliverable;
    private final List<LastLook> lastLooks;
    private final Deliveries deliveries;

    MailDelivery(
            PortalGateway portal,
            Mailboxes mailboxes,
            SentMails sentMails,
            ActiveRecipients recipients,
            MailComposition composition,
            MailSender sender,
            SystemMail systemMail,
            BrakeNotes brakeNotes,
            UndeliverableAddresses undeliverable,
            List<LastLook> lastLooks,
            Deliveries deliveries) {
        this.portal = portal;
        this.mailboxes = mailboxes;
        this.sentMails = sentMails;
        this.recipients = recipients;
        this.composition = composition;
        this.sender = sender;
        this.systemMail = systemMail;
        this.brakeNotes = brakeNotes;
        this.undeliverable = undeliverable;
        this.lastLooks = lastLooks;
        this.deliveries = deliveries;
    }

    @Override
    public String channel() {
        return CHANNEL;
    }

    @Override
    public Outcome deliver(OutboxMessage message) {
        MailBody body;
        try {
            body = MailBody.read(message.draft().body());
        } catch (JsonProcessingException e) {
            return new Outcome.Refused(
                    "unreadable-body", "The row's body is no mail: " + e.getOriginalMessage(), false);
        }
        if (mailboxes.isOwn(message.draft().target())) {
            return new Outcome.Cancelled("own-address");
        }
        if (isAutomatic(body) && undeliverable.has(message.draft().target())) {
            return new Outcome.Cancelled("undeliverable-address");
        }
        if (body instanceof MailBody.Plain plain) {
            return plain(message, plain);
        }
        // Asked again where it leaves; whoever writes much costs no look at the portal each time
        if (body instanceof MailBody.Acknowledgement && sentMails.isAcknowledgedEnough(message)) {
            return ACKNOWLEDGED_ENOUGH;
        }
        Optional<RequestView> request = request(message.draft().object());
        if (request.isEmpty()) {
            return new Outcome.Cancelled("request-gone");
        }
        Optional<String> objection = recipients.objection(message.draft(), request.get());
        if (objection.isPresent()) {
            return new Outcome.Cancelled(objection.get());
        }
        if (!isAskedFor(body)
                && StopMails.wants(request.get().state(), message.draft().target())) {
            return new Outcome.Cancelled("mails-stopped");
        }
        Mailbox mailbox = mailbox(message);
        OutgoingMail mail = composition.about(message, body, told(message, body, request.get()), mailbox);
        boolean byHand = body instanceof MailBody.NewComment comment && comment.byHand();
        return send(message, new Leaving(mail, mailbox, request.get().state().id(), byHand));
    }

    private Outcome plain(OutboxMessage message, MailBody.Plain plain) {
        Optional<String> objection = recipients
                .objection(message.draft())
                .or(() -> lastLook(message).filter(reason -> !mayHaveArrived(message)));
        return objection.isPresent()
                ? new Outcome.Cancelled(objection.get())
                : send(message, new Leaving(composition.plain(message, plain), mailbox(message), null, false));
    }

    /** An attempt broke off and nobody knows whether the mail left: calling it off now would say that it never did. */
    private boolean mayHaveArrived(OutboxMessage message) {
        return deliveries.attempts(message.id()).stream().anyMatch(DeliveryAttempt::brokeOff);
    }

    private Optional<String> lastLook(OutboxMessage message) {
        return lastLooks.stream()
                .flatMap(look -> look.objection(message.draft()).stream())
                .findFirst();
    }

    /** The request the mail is about, and the others that it tells of: those in which its reader still takes part. */
    private List<RequestView> told(OutboxMessage message, MailBody body, RequestView request) {
        List<String> others = body instanceof MailBody.StatusAnswer answer ? answer.others() : List.of();
        return Stream.concat(
                        Stream.of(request),
                        others.stream()
                                .flatMap(id -> portal.request(new RequestId(id)).stream())
                                .filter(other -> StopMails.mayStop(
                                        other.state(), message.draft().target())))
                .toList();
    }

    /** What a person of the firm wrote is tried all the same. */
    private static boolean isAutomatic(MailBody body) {
        return !(body instanceof MailBody.NewComment comment && comment.byStaff());
    }

    /** Who stopped the news about a request and asks how it stands is told. */
    private static boolean isAskedFor(MailBody body) {
        return body instanceof MailBody.StatusAnswer;
    }

    private Optional<RequestView> request(@Nullable ObjectRef object) {
        return object == null ? Optional.empty() : portal.request(new RequestId(object.id()));
    }

    /** The row's mailbox, else another that may write for this client; null = the account for system mail. */
    private @Nullable Mailbox mailbox(OutboxMessage message) {
        OutboxDraft draft = message.draft();
        return draft.connection().equals(MailSubscription.SYSTEM)
                ? null
                : mailboxes.writing(draft.connection(), draft.clientId()).orElse(null);
    }

    /** @param byHand what a person typed in the portal */
    private record Leaving(
            OutgoingMail mail,
            @Nullable Mailbox mailbox,
            @Nullable RequestId request,
            boolean byHand) {}

    private Outcome send(OutboxMessage message, Leaving leaving) {
        return switch (sentMails.leaving(message, leaving.request(), leaving.byHand())) {
            case SentMails.Passage.Acknowledged enough -> ACKNOWLEDGED_ENOUGH;
            case SentMails.Passage.HeldBack back -> {
                brakeNotes.tell(message, back.held());
                yield new Outcome.Cancelled("loop-brake");
            }
            case SentMails.Passage.Free free -> handOver(leaving);
        };
    }

    private Outcome handOver(Leaving leaving) {
        MailOutcome outcome = leaving.mailbox() == null
                ? systemMail.send(leaving.mail())
                : sender.send(leaving.mailbox().account(), leaving.mail());
        return switch (outcome) {
            case MailOutcome.Sent sent -> new Outcome.Sent(sent.messageId());
            case MailOutcome.Refused refused -> new Outcome.Refused("smtp-refused", refused.words(), true);
            case MailOutcome.TryLater later -> new Outcome.Retry("smtp-later", later.reason(), null);
        };
    }
}
