package io.vestibule.hub.mail.mailbox;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.mail.MailUidGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The server's own number of each mail, with the name of its folder. Asked for many mails at once; the library keeps the
 * answers while the folder is open.
 */
abstract class MailNumbers implements MailUidGenerator {

    private @Nullable Folder asked;
    private int askedTo;

    /** Never empty: a server that gives no number makes the look fail. */
    String of(Message message) throws MessagingException {
        Folder folder = message.getFolder();
        int first = message.getMessageNumber();
        if (!folder.equals(asked) || first > askedTo) {
            askedTo = ask(folder, first);
            asked = folder;
        }
        return SeenMails.key(number(folder, message), folder.getFullName());
    }

    @Override
    public String generateUuid(MailEndpoint endpoint, Message message) {
        try {
            return of(message);
        } catch (MessagingException e) {
            throw new RuntimeCamelException("The server gives no number of mail " + message.getMessageNumber(), e);
        }
    }

    /**
     * Has the library fetch the numbers of this mail and the ones behind it.
     *
     * @return the last whose number is known now
     */
    abstract int ask(Folder folder, int first) throws MessagingException;

    abstract String number(Folder folder, Message message) throws MessagingException;
}
