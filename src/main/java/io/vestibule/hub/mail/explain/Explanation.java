package io.vestibule.hub.mail.explain;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import io.vestibule.hub.mail.reply.ForwardReader;
import io.vestibule.hub.mail.reply.ForwardedMail;
import io.vestibule.hub.mail.reply.Reply;
import io.vestibule.hub.mail.reply.ReplyExtractor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is read in one mail, and what would become of it, in the names by which mail parsers are compared.
 *
 * @param text the whole readable text, null when there is none
 * @param replyText what the person wrote now
 * @param calendar the invitation in it, null when there is none
 */
@JsonNaming(SnakeCaseStrategy.class)
record Explanation(
        String id,
        @Nullable String fromEmail,
        @Nullable String fromName,
        List<String> toAddresses,
        String subject,
        @Nullable String messageId,
        List<String> inReplyTo,
        List<String> references,
        @Nullable String text,
        String replyText,
        @Nullable String elided,
        @Nullable String signature,
        List<String> attachments,
        @JsonUnwrapped MachineWords machine,
        @JsonUnwrapped ForwardWords forward,
        @Nullable CalendarWords calendar,
        @JsonUnwrapped Verdict verdict) {

    static Explanation of(String id, byte[] raw) {
        ParsedMail mail = new MailParser().parse(raw);
        Optional<ForwardedMail> forwarded = new ForwardReader().find(mail);
        Reply reply = new ReplyExtractor().extract(mail, forwarded);
        MailAddress from = mail.from();
        return new Explanation(
                id,
                from == null ? null : from.email(),
                from == null ? null : from.name(),
                mail.to().stream().map(MailAddress::email).toList(),
                mail.subject(),
                mail.messageId(),
                mail.inReplyTo(),
                mail.references(),
                mail.text().isBlank() ? null : mail.text(),
                reply.text(),
                reply.elided(),
                reply.signature(),
                mail.attachments().stream().map(Attachment::name).toList(),
                MachineWords.of(mail),
                ForwardWords.of(forwarded),
                CalendarWords.of(mail.invitation()),
                Verdict.of(mail, reply));
    }
}
