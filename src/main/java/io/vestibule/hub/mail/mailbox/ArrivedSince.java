package io.vestibule.hub.mail.mailbox;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MailDateFormat;
import jakarta.mail.search.SearchTerm;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;

/**
 * Which mails of a POP3 mailbox are looked at: not those seen before, and not those that lay there long before it was
 * connected. POP3 keeps no time of arrival: the server's own line in the header tells it. A mail without one is looked at.
 */
final class ArrivedSince extends SearchTerm {

    private static final long serialVersionUID = 1L;

    private final Instant start;
    private final transient SeenMails seen;
    private final transient MailNumbers numbers;

    ArrivedSince(Instant start, SeenMails seen, MailNumbers numbers) {
        this.start = start;
        this.seen = seen;
        this.numbers = numbers;
    }

    @Override
    public boolean match(Message message) {
        try {
            String number = numbers.of(message);
            if (seen.contains(number)) {
                return false;
            }
            Date arrived = arrived(message);
            if (arrived == null || !arrived.toInstant().isBefore(start)) {
                return true;
            }
            seen.confirm(number);
            return false;
        } catch (MessagingException e) {
            throw new RuntimeCamelException("Mail " + message.getMessageNumber() + " can't be looked at", e);
        }
    }

    private static @Nullable Date arrived(Message message) throws MessagingException {
        String[] received = message.getHeader("Received");
        if (received == null) {
            return message.getSentDate();
        }
        String last = received[0].replaceAll("\\s+", " ");
        try {
            return new MailDateFormat().parse(last.substring(last.lastIndexOf(';') + 1));
        } catch (ParseException unreadable) {
            return null;
        }
    }
}
