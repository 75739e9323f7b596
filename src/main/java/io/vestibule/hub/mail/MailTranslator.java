package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.FileId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.FileAnswer;
import io.vestibule.hub.gateway.PortalGateway.FileDraft;
import io.vestibule.hub.mail.MailFiles.Admission.Admitted;
import io.vestibule.hub.mail.calendar.Invitation;
import io.vestibule.hub.mail.calendar.InvitationWords;
import io.vestibule.hub.mail.parse.ParsedMail.Skipped;
import io.vestibule.hub.mail.reply.Reply;
import io.vestibule.hub.mail.reply.ReplyExtractor;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.web.Times;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns a mail into the words of the portal: a request's draft or a comment, its files handed over first. */
@Component
class MailTranslator {

    private static final int NAMED_SKIPS = 100;

    private final PortalGateway portal;
    private final Times times;
    private final ReplyExtractor replies = new ReplyExtractor();

    MailTranslator(PortalGateway portal, Times times) {
        this.portal = portal;
        this.times = times;
    }

    RequestDraft request(MailCase mailCase, @Nullable Party requester, Admitted admitted) {
        Reply reply = replies.extract(mailCase.mail());
        HandedOver files = files(mailCase, admitted);
        String subject = mailCase.mail().subject();
        return new RequestDraft(
                subject.isBlank() ? "(no subject)" : subject,
                text(mailCase, reply, files),
                reply.elided(),
                requester,
                List.of(),
                files.taken(),
                Channel.EMAIL,
                null,
                mailCase.at());
    }

    Comment comment(MailCase mailCase, Party author, Admitted admitted) {
        Reply reply = replies.extract(mailCase.mail());
        HandedOver files = files(mailCase, admitted);
        return new Comment(
                author,
                Visibility.PUBLIC,
                text(mailCase, reply, files),
                reply.elided(),
                files.taken(),
                Channel.EMAIL,
                mailCase.at());
    }

    /**
     * The files as the portal has them.
     *
     * @param left those that stay out, with those that the portal did not take
     */
    private record HandedOver(List<FileId> taken, List<Skipped> left, List<String> marks) {}

    private HandedOver files(MailCase mailCase, Admitted admitted) {
        HandedOver files = new HandedOver(new ArrayList<>(), new ArrayList<>(admitted.left()), admitted.marks());
        for (MailFile file : admitted.files()) {
            String key = "%d.f%d.%s".formatted(mailCase.message().id(), file.number(), Ids.sha256(file.content()));
            FileDraft draft = new FileDraft(file.name(), file.inspected().type(), file.content(), file.inline());
            FileAnswer answer = portal.putFile(key, draft);
            if (answer instanceof FileAnswer.Taken taken) {
                files.taken().add(taken.id());
            } else if (answer instanceof FileAnswer.Refused refused) {
                files.left().add(new Skipped(file.name(), file.bytes(), refused.words()));
            }
        }
        return files;
    }

    private String text(MailCase mailCase, Reply reply, HandedOver files) {
        String text = reply.text().isBlank() ? empty(mailCase) : reply.text();
        Invitation invitation = mailCase.mail().invitation();
        if (invitation != null) {
            text = text + "\n\n" + InvitationWords.of(invitation);
        }
        StringBuilder whole = new StringBuilder(text);
        files.marks().forEach(mark -> whole.append("\n\n[").append(mark).append(']'));
        return files.left().isEmpty()
                ? whole.toString()
                : whole.append("\n\n").append(leftOut(files.left())).toString();
    }

    private static String empty(MailCase mailCase) {
        if (mailCase.incomplete() != null) {
            return "(The mail could not be taken over whole. It is in the mailbox " + mailCase.mailbox() + ".)";
        }
        return mailCase.mail().attachments().isEmpty() ? "(no text)" : "(no text, see the attachments)";
    }

    private String leftOut(List<Skipped> skipped) {
        StringBuilder notice = new StringBuilder("[Left out, but kept in the original mail:");
        skipped.stream()
                .limit(NAMED_SKIPS)
                .forEach(file -> notice.append(
                        "\n- %s (%s): %s".formatted(file.name(), times.size(file.bytes()), file.reason())));
        if (skipped.size() > NAMED_SKIPS) {
            notice.append("\n- and ").append(skipped.size() - NAMED_SKIPS).append(" more");
        }
        return notice.append(']').toString();
    }
}
