package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.mail.parse.HeaderScan;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Tells the firm's people on a request that one of our mails about it was not delivered: as an internal note, which
 * nobody is mailed and which changes no status. A report about a mail we never sent is ignored.
 */
@Component
class BounceNotes {

    private static final int NOTE_COMMAND = 3;

    private final PortalGateway portal;
    private final ConversationMatcher conversations;
    private final SentMails sentMails;
    private final BounceMarks marks;

    BounceNotes(PortalGateway portal, ConversationMatcher conversations, SentMails sentMails, BounceMarks marks) {
        this.portal = portal;
        this.conversations = conversations;
        this.sentMails = sentMails;
        this.marks = marks;
    }

    Handling note(MailCase mailCase, String words) {
        List<String> ours =
                mentioned(mailCase.mail()).stream().filter(sentMails::isOurs).toList();
        List<DeliveryReport> reports = mailCase.mail().reports();
        List<String> marked = marks.mark(reports, ours);
        marked.forEach(address -> mailCase.evidence().add(address + " is marked as undeliverable."));
        Optional<RequestView> request = firstOf(ours);
        if (request.isEmpty()) {
            return new Handling.Ignored("bounce", words);
        }
        Comment comment = new Comment(
                Party.system("Mail"),
                Visibility.INTERNAL,
                said(reports, words, marked),
                null,
                List.of(),
                Channel.EMAIL,
                mailCase.at());
        Answer answer = portal.execute(Envelope.of(
                        mailCase.message().key(NOTE_COMMAND),
                        new AddComment(request.get().state().id(), comment))
                .from(mailCase.origin(), null));
        String number = request.get().state().number();
        return answer instanceof Answer.Refused no
                ? new Handling.Ignored(
                        "bounce", words + " It is about " + number + ", which took no note: " + no.detail())
                : new Handling.Applied(
                        number + ": undelivered mail noted",
                        "request",
                        request.get().state().id().value(),
                        request.get().state().clientId().value());
    }

    private static String said(List<DeliveryReport> reports, String words, List<String> marked) {
        boolean late = !reports.isEmpty() && reports.stream().noneMatch(DeliveryReport::isFailure);
        String first = late
                ? "A mail about this request has not been delivered yet. "
                : "A mail about this request was not delivered. ";
        String last = marked.isEmpty()
                ? ""
                : " No automatic mail goes to %s for %d days, or until a mail comes from there; the client's page in the console shows it and can end it."
                        .formatted(String.join(", ", marked), UndeliverableAddresses.KEPT.toDays());
        return first + words + last;
    }

    /** Number of the request that a machine's answer is about. */
    Optional<String> about(MailCase mailCase) {
        return firstOf(mentioned(mailCase.mail())).map(view -> view.state().number());
    }

    private Optional<RequestView> firstOf(List<String> messageIds) {
        List<RequestId> requests = conversations.referredTo(messageIds);
        return requests.stream().flatMap(id -> portal.request(id).stream()).findFirst();
    }

    private static List<String> mentioned(ParsedMail mail) {
        List<String> ids = new ArrayList<>();
        DeliveryReport report = mail.report();
        if (report != null && report.originalMessageId() != null) {
            ids.add(HeaderScan.shortened(report.originalMessageId()));
        }
        mail.attachments().stream()
                .filter(file -> file.contentType().equals("message/rfc822"))
                .map(file -> HeaderScan.of(file.content()).messageId())
                .forEach(ids::add);
        ids.addAll(mail.inReplyTo());
        ids.addAll(mail.references());
        return ids;
    }
}
