package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.mail.mailbox.MailsToMove.Lying;
import io.vestibule.hub.mail.mailbox.MailsToMove.Moved;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.imap.AppendUID;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Moves mail at its server once it came to an end or waits for a person, by the schedule {@code move-mails}. A courtesy for
 * people who look into the mailbox: nothing depends on it, and a move that fails is tried again later. A mail that somebody
 * moves back is known by its inbox key.
 */
@Component("mailMover")
public class MailMover {

    private static final Logger LOG = LoggerFactory.getLogger(MailMover.class);

    private final Mailboxes mailboxes;
    private final MailboxWatches watches;
    private final MailSessions sessions;
    private final MailsToMove mails;

    MailMover(Mailboxes mailboxes, MailboxWatches watches, MailSessions sessions, MailsToMove mails) {
        this.mailboxes = mailboxes;
        this.watches = watches;
        this.sessions = sessions;
        this.mails = mails;
    }

    public void move() {
        for (Mailbox mailbox : mailboxes.enabled()) {
            try {
                moveAll(mailbox);
            } catch (MessagingException | RuntimeException e) {
                LOG.debug("Mails of {} could not be moved", mailbox.name(), e);
            }
        }
    }

    private void moveAll(Mailbox mailbox) throws MessagingException {
        List<Move> moves = new ArrayList<>();
        String done = mailbox.doneFolder();
        if (done != null) {
            moves.addAll(moves(mails.done(mailbox, done), done));
        }
        String held = mailbox.heldFolder();
        if (held != null) {
            moves.addAll(moves(mails.held(mailbox, held), held));
        }
        if (moves.isEmpty() || watches.isFailing(mailbox.name())) {
            return;
        }
        try (Store store = sessions.signIn(mailbox)) {
            for (Move move : moves) {
                move(mailbox, store, move);
            }
        }
    }

    /** Mails of one folder that go to another one. */
    private record Move(String from, String to, List<Lying> mails) {}

    private static List<Move> moves(List<Lying> lying, String to) {
        Map<String, List<Lying>> byFolder = lying.stream().collect(Collectors.groupingBy(Lying::folder));
        return byFolder.entrySet().stream()
                .map(folder -> new Move(folder.getKey(), to, folder.getValue()))
                .toList();
    }

    private void move(Mailbox mailbox, Store store, Move move) throws MessagingException {
        Folder to = store.getFolder(move.to());
        if (!to.exists()) {
            to.create(Folder.HOLDS_MESSAGES);
        }
        IMAPFolder from = (IMAPFolder) store.getFolder(move.from());
        if (!from.exists()) {
            move.mails().forEach(mail -> mails.moved(mailbox, new Moved(mail, null, null)));
            return;
        }
        from.open(Folder.READ_WRITE);
        List<Lying> found = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        for (Lying mail : move.mails()) {
            Message message = there(from, mail);
            if (message == null) {
                mails.moved(mailbox, new Moved(mail, null, null));
            } else {
                found.add(mail);
                messages.add(message);
            }
        }
        if (!messages.isEmpty()) {
            AppendUID[] places = from.moveUIDMessages(messages.toArray(Message[]::new), to);
            for (int at = 0; at < found.size(); at++) {
                mails.moved(mailbox, moved(found.get(at), move.to(), places == null ? null : places[at]));
            }
        }
        // Without removing for good what a person only marked as deleted
        from.close(false);
    }

    /** Null when somebody moved or deleted it, or the server counts anew. */
    private static @Nullable Message there(IMAPFolder folder, Lying mail) throws MessagingException {
        String[] numbers = mail.number().split(":", 2);
        boolean counted = Long.parseLong(numbers[0]) == folder.getUIDValidity();
        return counted ? folder.getMessageByUID(Long.parseLong(numbers[1])) : null;
    }

    private static Moved moved(Lying mail, String folder, @Nullable AppendUID place) {
        return place == null
                ? new Moved(mail, null, null)
                : new Moved(mail, folder, place.uidvalidity + ":" + place.uid);
    }
}
