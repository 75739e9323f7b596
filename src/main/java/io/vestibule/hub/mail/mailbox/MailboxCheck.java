package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connector.VendorAddresses;
import io.vestibule.hub.mail.filter.MailContext;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.mail.Letter;
import io.vestibule.platform.mail.MailOutcome;
import io.vestibule.platform.mail.MailSender;
import io.vestibule.platform.mail.OutgoingMail;
import jakarta.mail.FetchProfile;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tries out a mailbox for the console: signs in for reading and for sending, and where answers are to come back by
 * address, sends itself a mail at such an address and looks whether it arrives. That mail never becomes a request. Holds
 * no database connection while it waits.
 */
@Component
public class MailboxCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

    /** A probe is looked for among that many of the newest mails. */
    private static final int NEWEST = 50;

    private final Mailboxes mailboxes;
    private final MailSessions sessions;
    private final MailSender sender;

    MailboxCheck(Mailboxes mailboxes, MailSessions sessions, MailSender sender) {
        this.mailboxes = mailboxes;
        this.sessions = sessions;
        this.sender = sender;
    }

    /** What was found, for people. {@code words}: what works, or what is wrong and what to do */
    public record Result(boolean works, String words) {}

    /** Takes up to the servers' time limits, and 15 seconds more for the probe. */
    public Result check(Connection connection) {
        return check(connection, PATIENCE);
    }

    Result check(Connection connection, Duration patience) {
        Mailbox mailbox = mailboxes.of(connection, true);
        Optional<String> sending = sender.refusal(mailbox.account());
        if (sending.isPresent()) {
            return new Result(false, sending.get());
        }
        try (Store store = sessions.signIn(mailbox)) {
            arrived(store, mailbox, null);
            return probe(store, mailbox, patience);
        } catch (MessagingException e) {
            return new Result(false, readingProblem(mailbox, e));
        }
    }

    private Result probe(Store store, Mailbox mailbox, Duration patience) throws MessagingException {
        String key = Ids.next().toString().replace("-", "");
        Optional<String> address = mailbox.replies().with(key);
        if (address.isEmpty()) {
            return new Result(true, "Reading and sending work. Answers are known by their headers.");
        }
        OutgoingMail mail = probeMail(address.get(), key);
        if (sender.send(mailbox.account(), mail) instanceof MailOutcome.Sent) {
            return arrives(store, mailbox, key, patience)
                    ? new Result(true, "Reading, sending and reply addresses work.")
                    : new Result(false, missing(mailbox));
        }
        return new Result(
                false,
                "The SMTP server did not take a mail to the reply address %s. %s"
                        .formatted(address.get(), advice(mailbox)));
    }

    private static OutgoingMail probeMail(String address, String key) {
        return OutgoingMail.generated(
                address,
                "Test of this mailbox",
                Letter.of(
                        Locale.UK,
                        "Vestibule sent this mail to itself to see whether answers would arrive. Nothing needs to be done."),
                Map.of(MailContext.PROBE, key));
    }

    private static boolean arrives(Store store, Mailbox mailbox, String key, Duration patience)
            throws MessagingException {
        long begun = System.nanoTime();
        boolean found = arrived(store, mailbox, key);
        while (!found && System.nanoTime() - begun < patience.toNanos()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            found = arrived(store, mailbox, key);
        }
        return found;
    }

    /** Into whichever folder; looks into all of them without a key. */
    private static boolean arrived(Store store, Mailbox mailbox, @Nullable String key) throws MessagingException {
        for (String folder : mailbox.folders()) {
            if (arrived(store, folder, key)) {
                return true;
            }
        }
        return false;
    }

    /** Opens the folder anew, because not every server tells an open one of new mails. */
    private static boolean arrived(Store store, String name, @Nullable String key) throws MessagingException {
        try (Folder folder = store.getFolder(name)) {
            folder.open(Folder.READ_ONLY);
            int count = folder.getMessageCount();
            if (key == null || count == 0) {
                return false;
            }
            Message[] mails = folder.getMessages(Math.max(1, count - NEWEST + 1), count);
            FetchProfile probes = new FetchProfile();
            probes.add(MailContext.PROBE);
            folder.fetch(mails, probes);
            for (Message mail : mails) {
                String[] values = mail.getHeader(MailContext.PROBE);
                if (values != null && values[0].strip().equals(key)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static String missing(Mailbox mailbox) {
        return "Reading and sending work, but a mail to a reply address (%s) did not arrive in %s. %s"
                .formatted(
                        mailbox.replies().with("key").orElse(""),
                        String.join(" or ", mailbox.folders()),
                        advice(mailbox));
    }

    private static String advice(Mailbox mailbox) {
        return switch (mailbox.replies().mode()) {
            case PLUS ->
                "Plus addresses do not work at this provider: choose None, or a pattern whose addresses are all"
                        + " delivered to this mailbox.";
            case CATCH_ALL -> "Have all addresses of the pattern delivered to this mailbox, or choose None.";
            case NONE -> "Try again later.";
        };
    }

    private static String readingProblem(Mailbox mailbox, MessagingException problem) {
        return problem.getNextException() instanceof VendorAddresses.Refused refused
                ? mailbox.reading().host() + " can't be connected to: " + refused.getMessage()
                : "%s can't be read. %s".formatted(mailbox.reading(), ReadingFault.words(problem));
    }
}
