package io.vestibule.hub.mail.mailbox;

import io.vestibule.platform.database.Database;
import jakarta.mail.FetchProfile;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.mail.MailUidGenerator;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which mails of one mailbox were received, by UIDVALIDITY and UID: the progress of watching it, independent of any flag
 * that people or programs set. Only spares work; whether a mail is new is decided by the key of its inbox row. Kept in
 * memory while the mailbox is watched, and in the database.
 */
final class SeenMails extends ServiceSupport implements IdempotentRepository, MailUidGenerator {

    private static final Logger LOG = LoggerFactory.getLogger(SeenMails.class);
    private static final int PREFETCH = 500;

    private final Database hubDatabase;
    private final String mailbox;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private @Nullable Folder prefetched;
    private int prefetchedTo;

    SeenMails(Database hubDatabase, String mailbox) {
        this.hubDatabase = hubDatabase;
        this.mailbox = mailbox;
        hubDatabase
                .sql("select uid_validity || ':' || uid from hub.mailbox_seen where connection = :mailbox")
                .param("mailbox", mailbox)
                .query(String.class)
                .list()
                .forEach(known::add);
    }

    @Override
    public String generateUuid(MailEndpoint endpoint, Message message) {
        try {
            Folder folder = message.getFolder();
            UIDFolder uids = (UIDFolder) folder;
            prefetch(folder, message);
            return uids.getUIDValidity() + ":" + uids.getUID(message);
        } catch (MessagingException e) {
            throw new RuntimeCamelException("The server gives no UID of mail " + message.getMessageNumber(), e);
        }
    }

    /** Asks for the numbers of many mails at once; the library keeps them while the folder is open. */
    private void prefetch(Folder folder, Message message) throws MessagingException {
        int first = message.getMessageNumber();
        if (folder.equals(prefetched) && first <= prefetchedTo) {
            return;
        }
        int last = Math.min(folder.getMessageCount(), first + PREFETCH - 1);
        FetchProfile uidsOnly = new FetchProfile();
        uidsOnly.add(UIDFolder.FetchProfileItem.UID);
        folder.fetch(folder.getMessages(first, last), uidsOnly);
        prefetched = folder;
        prefetchedTo = last;
    }

    /** False when it was received or is being received. */
    @Override
    public boolean add(String key) {
        return !known.contains(key) && begun.add(key);
    }

    @Override
    public boolean contains(String key) {
        return known.contains(key) || begun.contains(key);
    }

    @Override
    public boolean remove(String key) {
        begun.remove(key);
        return known.remove(key);
    }

    /** Between two looks nothing is being received: what a look began and lost is fetched by the next one. */
    void forgetBegun() {
        begun.clear();
    }

    @Override
    public boolean confirm(String key) {
        known.add(key);
        begun.remove(key);
        long[] numbers =
                Arrays.stream(key.split(":", 2)).mapToLong(Long::parseLong).toArray();
        try {
            hubDatabase
                    .sql("""
                            insert into hub.mailbox_seen (connection, uid_validity, uid)
                            values (:mailbox, :validity, :uid) on conflict do nothing
                            """)
                    .param("mailbox", mailbox)
                    .param("validity", numbers[0])
                    .param("uid", numbers[1])
                    .update();
        } catch (RuntimeException e) {
            // Harmless: after the next start the mail is fetched once more and known by its inbox key.
            LOG.debug("Mail {} of {} could not be marked as seen", key, mailbox, e);
        }
        return true;
    }

    @Override
    public void clear() {
        begun.clear();
        known.clear();
    }
}
