package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.FileId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Disposition;
import io.vestibule.hub.gateway.PortalGateway.FileAnswer;
import io.vestibule.hub.gateway.PortalGateway.FileDraft;
import io.vestibule.hub.mail.MailFiles.Admission.Admitted;
import io.vestibule.hub.mail.calendar.Invitation;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.Skipped;
import io.vestibule.hub.mail.parse.ParsedMail.Why;
import io.vestibule.hub.mail.reply.Reply;
import io.vestibule.platform.id.Ids;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns a mail into the words of the portal: a request's draft or a comment, its files handed over first. */
@Component
class MailTranslator {

    /** No person lays out more. */
    private static final int MOST_HTML = 500_000;

    private final PortalGateway portal;
    private final MailNotes notes;

    MailTranslator(PortalGateway portal, MailNotes notes) {
        this.portal = portal;
        this.notes = notes;
    }

    RequestDraft request(MailCase mailCase, ClientId client, @Nullable Party requester, Admitted admitted) {
        Reply reply = mailCase.reply();
        HandedOver files = files(mailCase, admitted);
        String subject = mailCase.mail().subject();
        return new RequestDraft(
                subject.isBlank() ? notes.noSubject(client) : subject,
                text(mailCase, client, reply, files),
                reply.elided(),
                requester,
                List.of(),
                files.taken(),
                Channel.EMAIL,
                null,
                mailCase.at());
    }

    Comment comment(MailCase mailCase, ClientId client, Party author, Admitted admitted) {
        Reply reply = mailCase.reply();
        HandedOver files = files(mailCase, admitted);
        return new Comment(
                author,
                Visibility.PUBLIC,
                text(mailCase, client, reply, files),
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
        String written = laidOut(mailCase.mail());
        for (MailFile file : admitted.files()) {
            String key = "%d.f%d.%s".formatted(mailCase.message().id(), file.number(), Ids.sha256(file.content()));
            FileAnswer answer = portal.putFile(key, draft(file));
            if (answer instanceof FileAnswer.Taken taken) {
                files.taken().add(taken.id());
                written = written == null || !file.inline()
                        ? written
                        : file.named(written, taken.id().value());
            } else if (answer instanceof FileAnswer.Refused refused) {
                files.left().add(new Skipped(file.name(), file.bytes(), Why.REFUSED, refused.words()));
            }
        }
        written(mailCase, written).ifPresent(files.taken()::add);
        return files;
    }

    private static FileDraft draft(MailFile file) {
        return new FileDraft(
                file.name(),
                file.inspected().type(),
                file.content(),
                file.inline() ? Disposition.INLINE : Disposition.ATTACHMENT);
    }

    /** Null where it is not, or too much of it, which is left to the text. */
    private static @Nullable String laidOut(ParsedMail mail) {
        String html = mail.html();
        return html == null || html.length() > MOST_HTML ? null : html;
    }

    /** The mail as it was laid out, for those who want to see it. */
    private Optional<FileId> written(MailCase mailCase, @Nullable String html) {
        if (html == null) {
            return Optional.empty();
        }
        byte[] content = html.getBytes(StandardCharsets.UTF_8);
        String key = "%d.body.%s".formatted(mailCase.message().id(), Ids.sha256(content));
        FileAnswer answer = portal.putFile(key, new FileDraft("mail.html", "text/html", content, Disposition.BODY));
        return answer instanceof FileAnswer.Taken taken ? Optional.of(taken.id()) : Optional.empty();
    }

    private String text(MailCase mailCase, ClientId client, Reply reply, HandedOver files) {
        StringBuilder whole = new StringBuilder(reply.text().isBlank() ? notes.noText(client, mailCase) : reply.text());
        Invitation invitation = mailCase.mail().invitation();
        if (invitation != null) {
            whole.append("\n\n").append(notes.invitation(client, invitation));
        }
        files.marks().forEach(mark -> whole.append("\n\n[").append(mark).append(']'));
        if (!files.left().isEmpty()) {
            whole.append("\n\n").append(notes.leftOut(client, files.left()));
        }
        return whole.toString();
    }
}
