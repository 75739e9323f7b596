package io.vestibule.hub.mail.mailbox;

import jakarta.mail.FetchProfile;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;

/** UIDVALIDITY and UID. */
final class ImapNumbers extends MailNumbers {

    private static final int AT_ONCE = 500;

    @Override
    int ask(Folder folder, int first) throws MessagingException {
        int last = Math.min(folder.getMessageCount(), first + AT_ONCE - 1);
        FetchProfile numbers = new FetchProfile();
        numbers.add(UIDFolder.FetchProfileItem.UID);
        numbers.add(FetchProfile.Item.SIZE);
        numbers.add(FetchProfile.Item.FLAGS);
        folder.fetch(folder.getMessages(first, last), numbers);
        return last;
    }

    @Override
    String number(Folder folder, Message message) throws MessagingException {
        UIDFolder uids = (UIDFolder) folder;
        return uids.getUIDValidity() + ":" + uids.getUID(message);
    }
}
