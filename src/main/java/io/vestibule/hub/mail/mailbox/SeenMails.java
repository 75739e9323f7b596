package io.vestibule.hub.mail.mailbox;

import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which mails of a mailbox were received, by folder and the server's own numbers: the progress of watching it, independent
 * of any flag that people or programs set. Only spares work; whether a mail is new is decided by the key of its inbox row.
 * Kept in memory while the mailbox is watched, and in the database after each look; a mail of a look that was cut short is
 * fetched once more.
 */
final class SeenMails extends ServiceSupport implements IdempotentRepository {

    private static final Logger LOG = LoggerFactory.getLogger(SeenMails.class);

    private final Database hubDatabase;
    private final String mailbox;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Map<String, String> receivedAs = new ConcurrentHashMap<>();
    private final Queue<Seen> unwritten = new ConcurrentLinkedQueue<>();
    private volatile boolean lostSome;
    private volatile boolean cutShort;

    /** @param externalId null for a mail that was passed over */
    private record Seen(String key, @Nullable String externalId) {

        String number() {
            return key.substring(0, key.indexOf(' '));
        }

        String folder() {
            return key.substring(key.indexOf(' ') + 1);
        }
    }

    SeenMails(Database hubDatabase, String mailbox, List<String> folders) {
        this.hubDatabase = hubDatabase;
        this.mailbox = mailbox;
        hubDatabase
                .sql(
                        "select number, folder from hub.mailbox_seen where connection = :mailbox and folder = any(:folders)")
                .param("mailbox", mailbox)
                .param("folders", folders.toArray(String[]::new))
                .query((row, number) -> key(row.getString("number"), row.getString("folder")))
                .list()
                .forEach(known::add);
    }

    /** Under which a mail is known here; a server's number has no spaces, a folder's name may have. */
    static String key(String number, String folder) {
        return number + " " + folder;
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
        cutShort = false;
    }

    /** Until {@link #forgetBegun} nothing more is received. */
    void cutShort() {
        cutShort = true;
    }

    boolean isCutShort() {
        return cutShort;
    }

    /** Told before a mail is confirmed: which message of the inbox it is. */
    void received(String key, String externalId) {
        receivedAs.put(key, externalId);
    }

    @Override
    public boolean confirm(String key) {
        known.add(key);
        begun.remove(key);
        unwritten.add(new Seen(key, receivedAs.remove(key)));
        return true;
    }

    /** Notes in the database what was received since the last time. */
    void write() {
        List<Seen> seen = new ArrayList<>();
        for (Seen next = unwritten.poll(); next != null; next = unwritten.poll()) {
            seen.add(next);
        }
        if (seen.isEmpty()) {
            return;
        }
        try {
            hubDatabase
                    .sql("""
                            insert into hub.mailbox_seen (connection, folder, number, external_id)
                            select :mailbox, * from unnest(:folders, :numbers, :ids) on conflict do nothing
                            """)
                    .param("mailbox", mailbox)
                    .param("folders", seen.stream().map(Seen::folder).toArray(String[]::new))
                    .param("numbers", seen.stream().map(Seen::number).toArray(String[]::new))
                    .param("ids", seen.stream().map(Seen::externalId).toArray(String[]::new))
                    .update();
        } catch (RuntimeException e) {
            // Harmless: after the next start the mails are fetched once more and known by their inbox keys.
            LOG.debug("{} mails of {} could not be marked as seen", seen.size(), mailbox, e);
        }
    }

    /** For folders whose older mails are not asked for any more. */
    void forgetBefore(List<String> folders, Instant start) {
        hubDatabase
                .sql("""
                        delete from hub.mailbox_seen
                        where connection = :mailbox and (folder = any(:folders) or moved_at is not null)
                          and seen_at < :start::timestamptz - interval '2 days'
                        """)
                .param("mailbox", mailbox)
                .param("folders", folders.toArray(String[]::new))
                .param("start", Database.at(start))
                .update();
    }

    /** For POP3, where all keys of the one folder are asked for each time. */
    void keepOnly(Set<String> there) {
        if (!known.retainAll(there)) {
            return;
        }
        hubDatabase
                .sql("""
                        delete from hub.mailbox_seen
                        where connection = :mailbox and folder = :folder and number || ' ' || folder <> all(:there)
                        """)
                .param("mailbox", mailbox)
                .param("folder", Mailbox.INBOX)
                .param("there", there.toArray(String[]::new))
                .update();
    }

    @Override
    public void clear() {
        begun.clear();
        known.clear();
    }
}
