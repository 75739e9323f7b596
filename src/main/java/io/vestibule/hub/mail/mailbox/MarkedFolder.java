package io.vestibule.hub.mail.mailbox;

import jakarta.mail.Flags;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of a server whose received mails are marked as seen together, before the next look or the end, and not each with
 * a command of its own. Camel says of a mail that it was seen when it is on disk, never before. A mark is a courtesy to
 * people: one that the server does not take costs no mail.
 */
final class MarkedFolder extends IMAPFolder {

    private static final Logger LOG = LoggerFactory.getLogger(MarkedFolder.class);
    private static final Flags SEEN = new Flags(Flags.Flag.SEEN);

    private final Queue<Message> seen = new ConcurrentLinkedQueue<>();

    MarkedFolder(String name, char separator, IMAPStore store, @Nullable Boolean namespace) {
        super(name, separator, store, namespace);
    }

    @Override
    protected IMAPMessage newIMAPMessage(int number) {
        return new SeenLater(this, number);
    }

    /** Tells the server of those seen since the last time. */
    void mark() {
        List<Message> some = new ArrayList<>();
        for (Message mail = seen.poll(); mail != null; mail = seen.poll()) {
            some.add(mail);
        }
        if (some.isEmpty()) {
            return;
        }
        try {
            setFlags(some.toArray(Message[]::new), SEEN, true);
        } catch (MessagingException | IllegalStateException e) {
            LOG.debug("{} mails in {} could not be marked as seen", some.size(), getFullName(), e);
        }
    }

    private static final class SeenLater extends IMAPMessage {
        private final MarkedFolder marked;

        SeenLater(MarkedFolder folder, int number) {
            super(folder, number);
            this.marked = folder;
            // Camel does so only where a class has the library's own name; else the server marks what is fetched
            setPeek(true);
        }

        @Override
        public synchronized void setFlags(Flags flags, boolean set) throws MessagingException {
            if (set && flags.equals(SEEN)) {
                marked.seen.add(this);
            } else {
                super.setFlags(flags, set);
            }
        }
    }
}
