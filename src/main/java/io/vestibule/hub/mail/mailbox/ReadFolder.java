package io.vestibule.hub.mail.mailbox;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.search.ComparisonTerm;
import jakarta.mail.search.ReceivedDateTerm;
import jakarta.mail.search.SearchTerm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.eclipse.angus.mail.imap.IMAPFolder;

/** One folder of a mailbox that is read: which of its mails are to be taken. */
final class ReadFolder {

    private final String name;
    private final SearchTerm window;
    private final SeenMails seen;
    private final MailNumbers numbers;

    /** @param start older mails are left alone */
    ReadFolder(String name, Instant start, SeenMails seen, MailNumbers numbers) {
        this.name = name;
        this.window = new ReceivedDateTerm(ComparisonTerm.GE, Date.from(start));
        this.seen = seen;
        this.numbers = numbers;
    }

    String name() {
        return name;
    }

    /** Those that were not received, also such as a person marked as deleted. */
    List<Message> unseen(IMAPFolder folder) throws MessagingException {
        List<Message> unseen = new ArrayList<>();
        for (Message mail : folder.search(window)) {
            if (isUnseen(mail)) {
                unseen.add(mail);
            }
        }
        return unseen;
    }

    boolean isUnseen(Message mail) throws MessagingException {
        return !mail.isExpunged() && !seen.contains(numbers.of(mail));
    }
}
