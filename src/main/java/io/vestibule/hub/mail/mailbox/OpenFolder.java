package io.vestibule.hub.mail.mailbox;

import jakarta.mail.Flags;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder that stays open from look to look, and what the last search in it found: mails that still wait for their
 * turn, or nothing. A search answers with days of mails, so the server is asked for one only when it told of another mail,
 * or when what was found does not fill a look. For the one thread that reads the mailbox.
 */
final class OpenFolder {

    /** Even when no mail was told of: a server that forgets to must not cost one. Before it would count as missed. */
    private static final Duration SEARCHED_AT_LEAST_EVERY = Duration.ofMinutes(1);

    private final ReadFolder read;
    private final MarkedFolder folder;
    private final int aLook;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private List<Message> handedOver = List.of();
    private @Nullable FolderCount quiet;
    private long searchedAt;

    /** @param aLook so many are handed over at once */
    OpenFolder(ReadFolder read, MarkedFolder folder, int aLook) {
        this.read = read;
        this.folder = folder;
        this.aLook = aLook;
    }

    MarkedFolder folder() {
        return folder;
    }

    boolean isOf(ReadFolder one) {
        return read.name().equals(one.name());
    }

    /** What was counted before the last search, when it left nothing over; else null. */
    @Nullable
    FolderCount quiet() {
        return quiet;
    }

    /** Those to take now, oldest first. */
    List<Message> mails() throws MessagingException {
        List<Message> more = tookAll() ? next() : List.of();
        if (more.size() == aLook) {
            handedOver = more;
            return more;
        }
        return isQuiet() ? List.of() : search();
    }

    /** One that could not be stored is handed over again before those behind it: an answer comes after its question. */
    private boolean tookAll() throws MessagingException {
        for (Message mail : handedOver) {
            if (read.isUnseen(mail)) {
                return false;
            }
        }
        return true;
    }

    private List<Message> next() throws MessagingException {
        List<Message> next = new ArrayList<>();
        while (next.size() < aLook && !waiting.isEmpty()) {
            Message mail = waiting.remove();
            if (!mail.isExpunged() && !mail.isSet(Flags.Flag.DELETED)) {
                next.add(mail);
            }
        }
        return next;
    }

    /** While a folder is open, the library counts every mail that the server tells of, and takes none off that is gone. */
    private boolean isQuiet() throws MessagingException {
        FolderCount last = quiet;
        return last != null
                && folder.isOpen()
                && folder.getMessageCount() == last.mails()
                && System.nanoTime() - searchedAt < SEARCHED_AT_LEAST_EVERY.toNanos();
    }

    /** Counts first: a mail that comes meanwhile is one more at the next look. */
    private List<Message> search() throws MessagingException {
        FolderCount before = new FolderCount(folder.getUIDValidity(), folder.getUIDNext(), folder.getMessageCount());
        List<Message> unseen = read.unseen(folder);
        searchedAt = System.nanoTime();
        quiet = unseen.isEmpty() ? before : null;
        waiting.clear();
        waiting.addAll(unseen);
        handedOver = next();
        return handedOver;
    }
}
