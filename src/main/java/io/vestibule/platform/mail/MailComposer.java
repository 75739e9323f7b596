package io.vestibule.platform.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.StreamProvider;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.springframework.stereotype.Component;

/**
 * Builds the MIME form of a mail: text first, then HTML, which mail programs prefer. Line breaks can't get into a header
 * field, whoever wrote the subject.
 */
@Component
class MailComposer {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    static {
        // Unless it is named, the library looks for it in all others, several times a mail
        System.getProperties().putIfAbsent(StreamProvider.class.getName(), MailStreamProvider.class.getName());
    }

    private final Clock clock;

    MailComposer(Clock clock) {
        this.clock = clock;
    }

    MimeMessage compose(Session session, MailAccount account, OutgoingMail mail) throws MessagingException {
        MimeMessage message = new FixedIdMessage(session, mail.messageId());
        message.setFrom(from(account));
        for (String to : mail.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
        }
        message.setSubject(oneLine(mail.subject()), UTF_8);
        message.setSentDate(Date.from(clock.instant()));
        message.setContent(new MimeMultipart(
                "alternative",
                part(mail.letter().text(), "plain"),
                part(mail.letter().html(oneLine(mail.subject())), "html")));
        addThreading(message, mail);
        if (mail.automatic() != null) {
            message.setHeader("Auto-Submitted", mail.automatic().headerValue());
            message.setHeader("X-Auto-Response-Suppress", "All");
        }
        for (Map.Entry<String, String> header : mail.headers().entrySet()) {
            message.setHeader(header.getKey(), oneLine(header.getValue()));
        }
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    private static void addThreading(MimeMessage message, OutgoingMail mail) throws MessagingException {
        if (mail.replyTo() != null) {
            message.setReplyTo(new InternetAddress[] {new InternetAddress(mail.replyTo(), true)});
        }
        if (mail.inReplyTo() != null) {
            message.setHeader("In-Reply-To", oneLine(mail.inReplyTo()));
        }
        if (!mail.references().isEmpty()) {
            String references = oneLine(String.join(" ", mail.references()));
            message.setHeader("References", MimeUtility.fold("References: ".length(), references));
        }
    }

    private static InternetAddress from(MailAccount account) throws MessagingException {
        try {
            InternetAddress address = new InternetAddress(account.fromAddress(), true);
            address.setPersonal(oneLine(account.fromName()), UTF_8);
            return address;
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("This Java has no UTF-8", e);
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n]+", " ").strip();
    }

    /** Jakarta Mail writes its own Message-ID when a message is saved; ours must stay the same at every attempt. */
    private static final class FixedIdMessage extends MimeMessage {

        private final String messageId;

        FixedIdMessage(Session session, String messageId) {
            super(session);
            this.messageId = messageId;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", messageId);
        }
    }
}
