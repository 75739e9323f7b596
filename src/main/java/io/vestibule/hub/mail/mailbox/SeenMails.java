package io.vestibule.hub.mail.mailbox;

import io.vestibule.platform.database.Database;
import jakarta.mail.FetchProfile;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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
 * memory while the mailbox is watched, and in the database after each look; a mail of a look that was cut short is fetched
 * once more.
 */
final class SeenMails extends ServiceSupport implements IdempotentRepository, MailUidGenerator {

    private static final Logger LOG = LoggerFactory.getLogger(SeenMails.class);
    private static final int PREFETCH = 500;

    private final Database hubDatabase;
    private final String mailbox;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Queue<Uid> unwritten = new ConcurrentLinkedQueue<>();
    private volatile boolean lostSome;
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

    /** Asks for numbers and sizes of many mails at once; the library keeps them while the folder is open. */
    private void prefetch(Folder folder, Message message) throws MessagingException {
        int first = message.getMessageNumber();
        if (folder.equals(prefetched) && first <= prefetchedTo) {
            return;
        }
        int last = Math.min(folder.getMessageCount(), first + PREFETCH - 1);
        FetchProfile numbers = new FetchProfile();
        numbers.add(UIDFolder.FetchProfileItem.UID);
        numbers.add(FetchProfile.Item.SIZE);
        folder.fetch(folder.getMessages(first, last), numbers);
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

    /** Called when a mail could not be stored. */
    @Override
    public boolean remove(String key) {
        lostSome = true;
        begun.remove(key);
        return known.remove(key);
    }

    /** Whether a mail of the last look could not be stored. */
    boolean lostSome() {
        boolean lost = lostSome;
        lostSome = false;
        return lost;
    }

    /** Between two looks nothing is being received: what a look began and lost is fetched by the next one. */
    void forgetBegun() {
        begun.clear();
    }

    @Override
    public boolean confirm(String key) {
        known.add(key);
        begun.remove(key);
        unwritten.add(Uid.of(key));
        return true;
    }

    /** Notes in the database what was received since the last time. */
    void write() {
        List<Uid> uids = new ArrayList<>();
        for (Uid next = unwritten.poll(); next != null; next = unwritten.poll()) {
            uids.add(next);
        }
        if (uids.isEmpty()) {
            return;
        }
        try {
            hubDatabase
                    .sql("""
                            insert into hub.mailbox_seen (connection, uid_validity, uid)
                            select :mailbox, * from unnest(:validities, :uids) on conflict do nothing
                            """)
                    .param("mailbox", mailbox)
                    .param("validities", uids.stream().map(Uid::validity).toArray(Long[]::new))
                    .param("uids", uids.stream().map(Uid::number).toArray(Long[]::new))
                    .update();
        } catch (RuntimeException e) {
            // Harmless: after the next start the mails are fetched once more and known by their inbox keys.
            LOG.debug("{} mails of {} could not be marked as seen", uids.size(), mailbox, e);
        }
    }

    @Override
    public void clear() {
        begun.clear();
        known.clear();
    }

    private record Uid(long validity, long number) {
        static Uid of(String key) {
            String[] numbers = key.split(":", 2);
            return new Uid(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
        }
    }
}
