package io.vestibule.sandbox;

import io.vestibule.support.MailServer;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What lies in the sandbox's mailboxes, so that a newcomer needs no mail program to follow a link. */
final class LatestMails {

    private static final int SHOWN = 12;
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+");

    private final MailServer server;

    LatestMails(MailServer server) {
        this.server = server;
    }

    /** One mail as a reader sees it, with the addresses in its text ready to be clicked. */
    record Mail(
            String to,
            String from,
            String subject,
            Instant at,
            String text,
            List<String> links,
            String messageId,
            String replyTo) {}

    List<Mail> latest() {
        return server.addresses().stream()
                .flatMap(address -> server.mailsOf(address).stream().map(mail -> read(address, mail)))
                .sorted(Comparator.comparing(Mail::at).reversed())
                .limit(SHOWN)
                .toList();
    }

    /** The newest mail in this mailbox whose subject or text holds these words. */
    Optional<Mail> newest(String address, String words) {
        return server.mailsOf(address).reversed().stream()
                .map(mail -> read(address, mail))
                .filter(mail -> (mail.subject() + mail.text()).contains(words))
                .findFirst();
    }

    private static Mail read(String address, MimeMessage mail) {
        try {
            var text = text(mail);
            var links = LINK.matcher(text)
                    .results()
                    .map(match -> match.group())
                    .distinct()
                    .toList();
            var sent = mail.getSentDate();
            return new Mail(
                    address,
                    orEmpty(mail.getHeader("From", ", ")),
                    orEmpty(mail.getSubject()),
                    sent == null ? Instant.EPOCH : sent.toInstant(),
                    text,
                    links,
                    orEmpty(mail.getMessageID()),
                    ((InternetAddress) mail.getReplyTo()[0]).getAddress());
        } catch (MessagingException | IOException e) {
            return new Mail(address, "", "A mail that can't be shown", Instant.EPOCH, "", List.of(), "", "");
        }
    }

    private static String text(Part part) throws MessagingException, IOException {
        var content = part.getContent();
        if (content instanceof Multipart parts && parts.getCount() > 0) {
            BodyPart first = parts.getBodyPart(0);
            return text(first);
        }
        return content instanceof String text && part.isMimeType("text/plain") ? text.strip() : "";
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
