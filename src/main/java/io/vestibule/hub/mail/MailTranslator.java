package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.FileId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.FileAnswer;
import io.vestibule.hub.mail.calendar.Invitation;
import io.vestibule.hub.mail.calendar.InvitationWords;
import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import io.vestibule.hub.mail.parse.ParsedMail.Skipped;
import io.vestibule.hub.mail.reply.Reply;
import io.vestibule.hub.mail.reply.ReplyExtractor;
import io.vestibule.platform.id.Ids;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns a mail into the words of the portal: a request's draft or a comment, its files handed over first. */
@Component
class MailTranslator {

    private static final int NAMED_SKIPS = 10;

    private final PortalGateway portal;
    private final ReplyExtractor replies = new ReplyExtractor();

    MailTranslator(PortalGateway portal) {
        this.portal = portal;
    }

    RequestDraft request(MailCase mailCase, @Nullable Party requester) {
        Reply reply = replies.extract(mailCase.mail());
        HandedOver files = files(mailCase);
        String subject = mailCase.mail().subject();
        return new RequestDraft(
                subject.isBlank() ? "(no subject)" : subject,
                text(mailCase, reply, files.refused()),
                reply.elided(),
                requester,
                List.of(),
                files.taken(),
                Channel.EMAIL,
                null,
                mailCase.at());
    }

    Comment comment(MailCase mailCase, Party author) {
        Reply reply = replies.extract(mailCase.mail());
        HandedOver files = files(mailCase);
        return new Comment(
                author,
                Visibility.PUBLIC,
                text(mailCase, reply, files.refused()),
                reply.elided(),
                files.taken(),
                Channel.EMAIL,
                mailCase.at());
    }

    /** The attachments as the portal has them, and those it did not take. */
    private record HandedOver(List<FileId> taken, List<Skipped> refused) {}

    private HandedOver files(MailCase mailCase) {
        HandedOver files = new HandedOver(new ArrayList<>(), new ArrayList<>());
        int number = 0;
        for (Attachment file : mailCase.mail().attachments()) {
            number++;
            String key = "%d.f%d.%s".formatted(mailCase.message().id(), number, Ids.sha256(file.content()));
            FileAnswer answer = portal.putFile(key, file.name(), file.contentType(), file.content());
            if (answer instanceof FileAnswer.Taken taken) {
                files.taken().add(taken.id());
            } else if (answer instanceof FileAnswer.Refused refused) {
                files.refused().add(new Skipped(file.name(), refused.words()));
            }
        }
        return files;
    }

    private static String text(MailCase mailCase, Reply reply, List<Skipped> refused) {
        String text = reply.text().isBlank() ? empty(mailCase) : reply.text();
        Invitation invitation = mailCase.mail().invitation();
        if (invitation != null) {
            text = text + "\n\n" + InvitationWords.of(invitation);
        }
        List<Skipped> skipped = new ArrayList<>(mailCase.mail().skipped());
        skipped.addAll(refused);
        return skipped.isEmpty() ? text : text + "\n\n" + leftOut(skipped);
    }

    private static String empty(MailCase mailCase) {
        if (mailCase.incomplete() != null) {
            return "(The mail could not be taken over whole. It is in the mailbox " + mailCase.mailbox() + ".)";
        }
        return mailCase.mail().attachments().isEmpty() ? "(no text)" : "(no text, see the attachments)";
    }

    private static String leftOut(List<Skipped> skipped) {
        StringBuilder notice = new StringBuilder("[Left out, but kept in the original mail:");
        skipped.stream()
                .limit(NAMED_SKIPS)
                .forEach(file ->
                        notice.append("\n- ").append(file.name()).append(": ").append(file.reason()));
        if (skipped.size() > NAMED_SKIPS) {
            notice.append("\n- and ").append(skipped.size() - NAMED_SKIPS).append(" more");
        }
        return notice.append(']').toString();
    }
}
