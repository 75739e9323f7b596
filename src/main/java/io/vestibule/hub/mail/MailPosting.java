package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalCommand;
import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.CanonicalCommand.OpenRequest;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.gateway.PortalGateway.Resource;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.mail.MailFiles.Admission;
import io.vestibule.hub.mail.MailFiling.Filed;
import io.vestibule.hub.mail.parse.MailAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Carries a mail into the portal, as a new request or as a comment, and remembers to which request its Message-ID
 * belongs.
 */
@Component
class MailPosting {

    private static final int MAIN_COMMAND = 2;

    private final PortalGateway portal;
    private final MailFiles files;
    private final MailTranslator translator;
    private final MailFiling filing;
    private final MailWishes wishes;

    MailPosting(
            PortalGateway portal, MailFiles files, MailTranslator translator, MailFiling filing, MailWishes wishes) {
        this.portal = portal;
        this.files = files;
        this.translator = translator;
        this.filing = filing;
        this.wishes = wishes;
    }

    Handling open(MailCase mailCase, ClientId client, @Nullable Party requester) {
        return admitted(
                mailCase, files -> open(mailCase, client, translator.request(mailCase, client, requester, files)));
    }

    private Handling open(MailCase mailCase, ClientId client, RequestDraft draft) {
        Answer answer = execute(mailCase, new OpenRequest(client, draft));
        return switch (answer) {
            case Answer.Applied applied -> done(mailCase, applied.resource(), "opened", client);
            case Answer.Duplicate known -> done(mailCase, known.resource(), "was opened before", client);
            case Answer.Stale stale -> new Handling.Ignored("stale", "The portal knows something newer.");
            case Answer.Refused no -> new Handling.Refused(no.reason(), no.detail());
        };
    }

    Handling comment(MailCase mailCase, RequestView request, Party author) {
        return admitted(
                mailCase,
                files -> comment(
                        mailCase,
                        request,
                        translator.comment(mailCase, request.state().clientId(), author, files)));
    }

    /** A comment that only asks how the request stands, and is answered by a machine. */
    Handling statusCheck(MailCase mailCase, RequestView request, Party author) {
        return admitted(
                mailCase,
                files -> comment(
                        mailCase,
                        request,
                        translator
                                .comment(mailCase, request.state().clientId(), author, files)
                                .asStatusCheck()));
    }

    private Handling comment(MailCase mailCase, RequestView request, Comment comment) {
        RequestId id = request.state().id();
        RequestStatus wish = wishes.of(mailCase, request.state(), comment.text());
        Answer answer = execute(mailCase, new AddComment(id, comment, wish));
        wishes.told(mailCase, id, wish);
        return switch (answer) {
            case Answer.Applied applied -> commented(mailCase, request, "comment added");
            case Answer.Duplicate known -> commented(mailCase, request, "has this comment already");
            case Answer.Stale stale -> new Handling.Ignored("stale", "The portal knows something newer.");
            case Answer.Refused no -> new Handling.Refused(no.reason(), no.detail());
        };
    }

    /** Only what may go in reaches the portal; a mail with something else stops here. */
    private Handling admitted(MailCase mailCase, Function<Admission.Admitted, Handling> step) {
        return switch (files.admit(mailCase)) {
            case Admission.Stopped stopped -> stopped.handling();
            case Admission.Admitted admitted -> step.apply(admitted);
        };
    }

    private Answer execute(MailCase mailCase, CanonicalCommand command) {
        return portal.execute(
                Envelope.of(mailCase.message().key(MAIN_COMMAND), command).from(mailCase.origin(), null));
    }

    private Handling commented(MailCase mailCase, RequestView request, String what) {
        Resource resource = new Resource(
                "request",
                request.state().id().value(),
                request.state().number(),
                request.state().version(),
                "");
        return done(mailCase, resource, what, request.state().clientId());
    }

    private Handling done(MailCase mailCase, Resource request, String what, ClientId client) {
        MailAddress from = mailCase.from();
        String address = from == null ? "" : from.email();
        boolean wrote = mailCase.door() == Authorship.Door.SENDER || mailCase.door() == Authorship.Door.LIST;
        Filed mail = new Filed(mailCase.message().id(), mailCase.messageId(), address, from != null && wrote);
        if (filing.file(mail, new RequestId(request.id()))) {
            mailCase.evidence().add(address + " is no longer marked as undeliverable: it wrote.");
        }
        return new Handling.Applied(request.number() + ": " + what, "request", request.id(), client.value());
    }
}
