package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.FileId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import io.vestibule.hub.mail.parse.ParsedMail.Skipped;
import io.vestibule.hub.mail.parse.Reply;
import io.vestibule.hub.mail.parse.ReplyExtractor;
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
        String subject = mailCase.mail().subject();
        return new RequestDraft(
                subject.isBlank() ? "(no subject)" : subject,
                text(mailCase, reply),
                reply.elided(),
                requester,
                List.of(),
                files(mailCase),
                Channel.EMAIL,
                null,
                mailCase.at());
    }

    Comment comment(MailCase mailCase, Party author) {
        Reply reply = replies.extract(mailCase.mail());
        return new Comment(
                author,
                Visibility.PUBLIC,
                text(mailCase, reply),
                reply.elided(),
                files(mailCase),
                Channel.EMAIL,
                mailCase.at());
    }

    private List<FileId> files(MailCase mailCase) {
        List<FileId> files = new ArrayList<>();
        for (Attachment file : mailCase.mail().attachments()) {
            String key = mailCase.message().id() + ".f" + (files.size() + 1);
            files.add(portal.putFile(key, file.name(), file.contentType(), file.content()));
        }
        return files;
    }

    private static String text(MailCase mailCase, Reply reply) {
        ParsedMail mail = mailCase.mail();
        String text = reply.text().isBlank() ? empty(mailCase) : reply.text();
        return mail.skipped().isEmpty() ? text : text + "\n\n" + leftOut(mail.skipped());
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
