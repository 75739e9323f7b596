package io.vestibule.hub.mail.mailbox;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.search.SearchTerm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Camel takes for the one folder of an IMAP mailbox: all that are read of it. Its mails are those to take now, of one
 * folder at a time. That one stays open; the others are only asked what they count, and opened when it changed. A folder
 * that can't be read stops no other one.
 */
final class MailboxFolders extends IMAPFolder {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxFolders.class);
    private static final String ROUND = FolderRound.class.getName();
    private static final String[] COUNTS = {"UIDVALIDITY", "UIDNEXT", "MESSAGES"};

    private final ReadStore readStore;
    private final FolderRound round;

    /** What was counted when nothing was left over; after a fault it counts for nothing. */
    private final Map<String, FolderCount> quiet = new HashMap<>();

    private boolean begun;
    private @Nullable OpenFolder current;
    private List<Message> found = List.of();

    private MailboxFolders(String name, ReadStore store, FolderRound round) {
        super(name, UNKNOWN_SEPARATOR, store, null);
        this.readStore = store;
        this.round = round;
    }

    /** From now on what is read with this session are the folders of the round. */
    static void read(Session session, String protocol, FolderRound round) {
        try {
            session.setProvider(
                    new Provider(Provider.Type.STORE, protocol, ReadStore.class.getName(), "Vestibule", null));
        } catch (NoSuchProviderException e) {
            throw new IllegalStateException(e);
        }
        session.getProperties().put(ROUND, round);
    }

    /** Made by the mail library, by its name. */
    public static final class ReadStore extends IMAPStore {

        public ReadStore(Session session, URLName url) {
            super(session, url, url.getProtocol(), url.getProtocol().equals("imaps"));
        }

        /** Whichever it is asked for. */
        @Override
        public synchronized Folder getFolder(String name) {
            Object round = session.getProperties().get(ROUND);
            return new MailboxFolders(name, this, (FolderRound) Objects.requireNonNull(round));
        }

        private MarkedFolder single(String name) throws MessagingException {
            return (MarkedFolder) super.getFolder(name);
        }

        @Override
        protected IMAPFolder newIMAPFolder(String name, char separator, @Nullable Boolean namespace) {
            return new MarkedFolder(name, separator, this, namespace);
        }
    }

    /** Which are missing shows when they are looked into. */
    @Override
    public synchronized boolean exists() {
        return true;
    }

    @Override
    public synchronized void open(int mode) {
        leave();
        quiet.clear();
        begun = true;
    }

    /** Not when the connection of the one that is looked into is gone. */
    @Override
    public synchronized boolean isOpen() {
        OpenFolder open = current;
        return begun && (open == null || open.folder().isOpen());
    }

    /** Never has the server remove for good what a person only marked as deleted, as Camel would. */
    @Override
    public synchronized void close(boolean expunge) {
        begun = false;
        leave();
    }

    /** Looks for mails; those found stay until they are taken. */
    @Override
    public synchronized int getMessageCount() throws MessagingException {
        if (found.isEmpty()) {
            mark();
            found = look();
        }
        return found.size();
    }

    @Override
    public synchronized Message getMessage(int number) {
        return found.get(number - 1);
    }

    /** Camel takes them: which they are was asked of the server before. */
    @Override
    public synchronized Message[] search(SearchTerm term, Message[] mails) {
        found = List.of();
        round.upcoming().found(List.of(mails));
        return mails;
    }

    private void mark() {
        OpenFolder open = current;
        if (open != null) {
            open.folder().mark();
        }
    }

    private List<Message> look() throws MessagingException {
        round.begin();
        while (round.hasNext()) {
            List<Message> mails = look(round.next());
            if (!mails.isEmpty()) {
                return mails;
            }
        }
        return List.of();
    }

    private List<Message> look(ReadFolder one) throws MessagingException {
        try {
            List<Message> mails = mails(one);
            round.works(one);
            return mails;
        } catch (MessagingException e) {
            leave();
            quiet.remove(one.name());
            if (round.isOfOne() || !readStore.isConnected()) {
                throw e;
            }
            round.fails(one, e);
            return List.of();
        }
    }

    private List<Message> mails(ReadFolder one) throws MessagingException {
        OpenFolder open = current;
        if (open == null || !open.isOf(one)) {
            FolderCount now = counted(one);
            if (now != null && now.equals(quiet.get(one.name()))) {
                return List.of();
            }
            open = opened(one);
        }
        List<Message> mails = open.mails();
        FolderCount count = open.quiet();
        if (count == null) {
            quiet.remove(one.name());
        } else {
            quiet.put(one.name(), count);
        }
        return mails;
    }

    /** Null when the server does not say; why, shows when it is opened. */
    private @Nullable FolderCount counted(ReadFolder one) throws MessagingException {
        try {
            Object answer = readStore.single(one.name()).doCommand(server -> server.status(one.name(), COUNTS));
            return answer instanceof Status status
                    ? new FolderCount(status.uidvalidity, status.uidnext, status.total)
                    : null;
        } catch (MessagingException e) {
            if (e.getNextException() instanceof ProtocolException) {
                return null;
            }
            throw e;
        }
    }

    private OpenFolder opened(ReadFolder one) throws MessagingException {
        leave();
        MarkedFolder folder = readStore.single(one.name());
        folder.open(READ_WRITE);
        OpenFolder open = new OpenFolder(one, folder, round.upcoming().aLook());
        current = open;
        return open;
    }

    private void leave() {
        mark();
        OpenFolder left = current;
        current = null;
        found = List.of();
        try {
            if (left != null) {
                left.folder().close(false);
            }
        } catch (MessagingException e) {
            LOG.debug("Folder {} could not be closed", left.folder().getFullName(), e);
        }
    }
}
