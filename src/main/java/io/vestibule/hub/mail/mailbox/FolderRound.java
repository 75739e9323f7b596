package io.vestibule.hub.mail.mailbox;

import io.vestibule.platform.observe.LogWords;
import jakarta.mail.MessagingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which order the folders of a mailbox are looked into, and which of them can't be. Each look goes on behind the folder
 * that had mails last: none waits for the flood of another one. Outlives connections.
 */
final class FolderRound {

    private static final Logger LOG = LoggerFactory.getLogger(FolderRound.class);
    private static final String WORKS = "";

    private final String mailbox;
    private final List<ReadFolder> folders;
    private final FolderWatches watches;
    private final UpcomingMails upcoming;
    private final Map<String, String> faults = new HashMap<>();
    private final Map<String, String> noted = new HashMap<>();
    private int next;
    private int left;

    /** @param upcoming is told which mails are about to be taken */
    FolderRound(String mailbox, List<ReadFolder> folders, FolderWatches watches, UpcomingMails upcoming) {
        this.mailbox = mailbox;
        this.folders = folders;
        this.watches = watches;
        this.upcoming = upcoming;
    }

    UpcomingMails upcoming() {
        return upcoming;
    }

    void begin() {
        left = folders.size();
    }

    boolean hasNext() {
        return left > 0;
    }

    ReadFolder next() {
        ReadFolder one = folders.get(next);
        next = (next + 1) % folders.size();
        left--;
        return one;
    }

    boolean isOfOne() {
        return folders.size() == 1;
    }

    /** Whether the last look got to all of them. */
    boolean gotToAll() {
        return left == 0 && faults.isEmpty();
    }

    void works(ReadFolder one) {
        faults.remove(one.name());
        note(one.name(), WORKS, () -> watches.works(mailbox, one.name()));
    }

    /**
     * When none can be read, the mailbox can't be. Told once for each kind of fault: among its words many servers have
     * the number of the command, of the session or a time, which is another one each time.
     */
    void fails(ReadFolder one, MessagingException fault) throws MessagingException {
        String words = ReadingFault.words(fault);
        String kind = words.replaceAll("\\w*\\d\\w*", "#");
        if (!kind.equals(faults.put(one.name(), kind))) {
            LOG.warn(
                    "Folder {} of mailbox {} can't be read at the moment: {}",
                    one.name(),
                    mailbox,
                    LogWords.withoutAddresses(words));
        }
        if (faults.size() == folders.size()) {
            throw fault;
        }
        note(one.name(), kind, () -> watches.fails(mailbox, one.name(), words));
    }

    private void note(String folder, String kind, Runnable entry) {
        if (kind.equals(noted.get(folder))) {
            return;
        }
        try {
            entry.run();
            noted.put(folder, kind);
        } catch (RuntimeException e) {
            LOG.debug("How folder {} of {} does could not be noted", folder, mailbox, e);
        }
    }
}
