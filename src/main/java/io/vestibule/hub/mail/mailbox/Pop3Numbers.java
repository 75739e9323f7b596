package io.vestibule.hub.mail.mailbox;

import jakarta.mail.FetchProfile;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.angus.mail.pop3.POP3Folder;

/** UIDL: words of the server's own, all of them at once. What is no longer there is forgotten. */
final class Pop3Numbers extends MailNumbers {

    private final SeenMails seen;

    Pop3Numbers(SeenMails seen) {
        this.seen = seen;
    }

    @Override
    int ask(Folder folder, int first) throws MessagingException {
        Message[] all = folder.getMessages();
        FetchProfile numbers = new FetchProfile();
        numbers.add(UIDFolder.FetchProfileItem.UID);
        folder.fetch(all, numbers);
        Set<String> there = new HashSet<>();
        for (Message message : all) {
            there.add(SeenMails.key(number(folder, message), folder.getFullName()));
        }
        seen.keepOnly(there);
        return all.length;
    }

    @Override
    String number(Folder folder, Message message) throws MessagingException {
        String number = ((POP3Folder) folder).getUID(message);
        if (number == null) {
            throw new MessagingException("The server gives mails no numbers (UIDL), without which none can be told"
                    + " from those received before. Read this mailbox over IMAP.");
        }
        return number;
    }
}
