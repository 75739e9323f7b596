package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.mail.mailbox.Mailbox.Protocol;
import io.vestibule.hub.mail.mailbox.MissedMails.Compared;
import io.vestibule.hub.mail.mailbox.MissedMails.Place;
import io.vestibule.platform.observe.LogWords;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Compares what the servers have with what was received, by the schedule {@code balance-mailboxes}, over a connection of its
 * own: a fault in fetching can't hide itself here. People move mails about, so it is not counted but compared UID by UID,
 * from one UIDNEXT to the next. POP3 has nothing to compare by.
 */
@Component("mailboxBalance")
public class MailboxBalance {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxBalance.class);

    /** A server may skip numbers, but then so many that it means nothing. */
    private static final int MOST_AT_ONCE = 10_000;

    private final Mailboxes mailboxes;
    private final MailboxWatches watches;
    private final MailSessions sessions;
    private final MissedMails missed;

    MailboxBalance(Mailboxes mailboxes, MailboxWatches watches, MailSessions sessions, MissedMails missed) {
        this.mailboxes = mailboxes;
        this.watches = watches;
        this.sessions = sessions;
        this.missed = missed;
    }

    /** A mailbox that can't be read is told by its route; it is compared when it can be. */
    public void compare() {
        for (Mailbox mailbox : mailboxes.enabled()) {
            if (mailbox.protocol() == Protocol.IMAP && !watches.isFailing(mailbox.name())) {
                compare(mailbox);
            }
        }
    }

    private void compare(Mailbox mailbox) {
        try (Store store = sessions.signIn(mailbox)) {
            for (String folder : mailbox.folders()) {
                compare(store, new Place(mailbox.name(), folder));
            }
        } catch (MessagingException | RuntimeException e) {
            LOG.warn(
                    "Mailbox {} could not be compared with what was received: {}",
                    mailbox.name(),
                    LogWords.withoutAddresses(ReadingFault.words(e)));
        }
    }

    /** One that can't be read stops no other one; it is told by the mailbox's route. */
    private void compare(Store store, Place place) {
        try (IMAPFolder folder = (IMAPFolder) store.getFolder(place.folder())) {
            folder.open(Folder.READ_ONLY);
            compare(place, folder);
        } catch (MessagingException e) {
            LOG.warn(
                    "Folder {} of mailbox {} could not be compared with what was received: {}",
                    place.folder(),
                    place.connection(),
                    LogWords.withoutAddresses(ReadingFault.words(e)));
        }
    }

    /** Where it was connected just now, or its server counts anew, the comparison begins with the next mail. */
    private void compare(Place place, IMAPFolder folder) throws MessagingException {
        long validity = folder.getUIDValidity();
        long next = folder.getUIDNext();
        Optional<Compared> before = missed.compared(place).filter(compared -> compared.validity() == validity);
        if (before.isPresent()) {
            long first = before.get().next();
            Set<Long> wanted = new TreeSet<>(missed.lying(place, validity));
            if (next - first <= MOST_AT_ONCE) {
                LongStream.range(first, next).forEach(wanted::add);
            }
            missed.note(place, validity, wanted, lying(folder, wanted));
        } else {
            missed.forget(place);
        }
        missed.comparedTo(place, new Compared(validity, next));
    }

    private static Set<Long> lying(IMAPFolder folder, Set<Long> wanted) throws MessagingException {
        Set<Long> lying = new TreeSet<>();
        if (!wanted.isEmpty()) {
            long[] uids = wanted.stream().mapToLong(Long::longValue).toArray();
            for (Message mail : folder.getMessagesByUID(uids)) {
                if (mail != null) {
                    lying.add(folder.getUID(mail));
                }
            }
        }
        return lying;
    }
}
