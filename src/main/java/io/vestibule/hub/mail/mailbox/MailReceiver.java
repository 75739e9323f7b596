package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.mail.parse.HeaderScan;
import io.vestibule.platform.database.Outage;
import io.vestibule.platform.observe.Spans;
import io.vestibule.platform.observe.Spans.Step;
import jakarta.mail.Flags;
import jakarta.mail.FolderClosedException;
import jakarta.mail.Header;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.StoreClosedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.component.mail.MailConsumer;
import org.apache.camel.component.mail.MailMessage;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Receives one mail: stores its bytes and its inbox row, nothing else. Called by the route {@code receive-mail}; when it
 * returns the mail is on disk, and only then the server is told that it was seen. Where more wait behind it, those are
 * stored in the same commit, before their turn. A mail that is too large, or that the server can't hand over, is kept as
 * its header, and one whose header can't be stored as its bytes, so that each ends in a named state and blocks nothing.
 */
@Component("mailReceiver")
public class MailReceiver {

    /** Header under which a row says what is missing of its mail: one of the words below with what it is about. */
    public static final String INCOMPLETE = "x-vestibule-incomplete";

    /** With its size in bytes. */
    public static final String TOO_LARGE = "too-large:";

    /** The server can't hand it over; with the kind of failure. */
    public static final String UNREADABLE = "unreadable:";

    /** It is there whole, but nothing that its header says; with the kind of failure. */
    public static final String UNSTORABLE = "unstorable:";

    private static final Logger LOG = LoggerFactory.getLogger(MailReceiver.class);

    /** After that many failures, over a while, a mail is kept in part. */
    private static final int MAX_FAILURES = 5;

    /** Of one mail: how often it could not be downloaded or stored, and when first (nanoseconds of the process). */
    private record Failures(int times, long first) {

        Failures another() {
            return new Failures(times + 1, first);
        }
    }

    private final Inbox inbox;
    private final Mailboxes mailboxes;
    private final MailboxSettings settings;
    private final Spans spans;
    private final Map<String, Failures> failures = new ConcurrentHashMap<>();

    MailReceiver(Inbox inbox, Mailboxes mailboxes, MailboxSettings settings, Spans spans) {
        this.inbox = inbox;
        this.mailboxes = mailboxes;
        this.settings = settings;
        this.spans = spans;
    }

    /** Called by the route with the mail as the server shows it. */
    public void receive(
            @ExchangeProperty("mailbox") String mailbox,
            @ExchangeProperty("beans") String beans,
            @ExchangeProperty("deletes") boolean deletes,
            Exchange exchange)
            throws MessagingException, IOException {
        Message message = exchange.getIn(MailMessage.class).getOriginalMessage();
        // Camel asks this one for headers later on: it would fetch the envelope once more for each mail, and where the
        // library can't read that, the mail would count as not received.
        exchange.setIn(new DefaultMessage(exchange));
        SeenMails seen = exchange.getContext().getRegistry().lookupByNameAndType(beans + "-seen", SeenMails.class);
        UpcomingMails upcoming =
                exchange.getContext().getRegistry().lookupByNameAndType(beans + "-upcoming", UpcomingMails.class);
        String key = exchange.getProperty(MailConsumer.MAIL_MESSAGE_UID, String.class);
        String uid = mailbox + ":" + key;
        if (seen.isCutShort()) {
            throw new IOException("The mails behind one that could not be stored wait for the next look");
        }
        try {
            Optional<String> known = upcoming.storedAs(message).or(() -> storedTogether(mailbox, message, upcoming));
            Kept kept = known.isPresent() ? new Kept(known.get(), true) : alone(mailbox, uid, message);
            seen.received(key, kept.externalId());
            if (deletes && kept.whole()) {
                message.setFlag(Flags.Flag.DELETED, true);
            }
        } catch (RuntimeException e) {
            // What comes behind might be stored, as the database is back: an answer before what it answers
            if (Outage.is(e)) {
                seen.cutShort();
            }
            throw e;
        }
        failures.remove(uid);
    }

    /** Stores this mail with some behind it in one commit; empty when it is to be taken alone, as all that goes wrong is. */
    private Optional<String> storedTogether(String mailbox, Message message, UpcomingMails upcoming) {
        try {
            Map<Message, News> news = new LinkedHashMap<>();
            upcoming.together(message).forEach((mail, raw) -> news.put(mail, news(mailbox, raw, null)));
            inbox.receive(news.values().stream().map(News::delivery).toList());
            news.forEach((mail, one) -> upcoming.stored(mail, one.externalId()));
            return upcoming.storedAs(message);
        } catch (MessagingException | RuntimeException e) {
            LOG.debug("Mails of {} are taken one by one", mailbox, e);
            upcoming.giveUp();
            return Optional.empty();
        }
    }

    /**
     * A mail that is on disk.
     *
     * @param whole not only its header: the server's copy is not the last one any more
     */
    private record Kept(String externalId, boolean whole) {}

    private Kept alone(String mailbox, String uid, Message message) throws MessagingException, IOException {
        byte[] raw;
        String incomplete = null;
        long size = size(message);
        if (size > settings.maxSize().toBytes()) {
            incomplete = TOO_LARGE + size;
            raw = headerOf(message);
        } else {
            try {
                raw = download(message, size);
            } catch (MessagingException | IOException | RuntimeException e) {
                QuietFaults.note(message.getSession(), e);
                raw = headerAfterFailures(uid, message, e);
                incomplete = UNREADABLE + e.getClass().getSimpleName();
            }
        }
        try {
            return new Kept(store(mailbox, raw, incomplete), incomplete == null);
        } catch (RuntimeException e) {
            if (Outage.is(e) || !givenUp(uid)) {
                throw e;
            }
            LOG.warn("Mail {} can't be stored with what its header says; it is kept without, under problems", uid, e);
            String why = incomplete == null ? UNSTORABLE + e.getClass().getSimpleName() : incomplete;
            return new Kept(store(news(mailbox, raw, HeaderScan.unread(raw), why)), false);
        }
    }

    /**
     * Stores a mail's bytes as news of that mailbox.
     *
     * @return by which it is known in the inbox
     */
    String store(String mailbox, byte[] raw, @Nullable String incomplete) {
        return store(news(mailbox, raw, incomplete));
    }

    private String store(News news) {
        inbox.receive(news.delivery());
        return news.externalId();
    }

    /** A mail as the inbox takes it. */
    private record News(String externalId, Delivery delivery) {}

    private News news(String mailbox, byte[] raw, @Nullable String incomplete) {
        return news(mailbox, raw, HeaderScan.of(raw), incomplete);
    }

    private News news(String mailbox, byte[] raw, HeaderScan scan, @Nullable String incomplete) {
        String address = mailboxes.find(mailbox).map(Mailbox::address).orElse(mailbox);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("message-id", scan.messageId());
        if (scan.from() != null) {
            headers.put("from", scan.from());
        }
        if (scan.subject() != null) {
            headers.put("subject", scan.subject());
        }
        if (incomplete != null) {
            headers.put(INCOMPLETE, incomplete);
        }
        Delivery.Item item = new Delivery.Item(
                address, scan.externalId(), mailbox, "mail", "mail:" + address + ":" + scan.threadRoot(), null, null);
        Step step = new Step("receive mail", Optional.empty(), Map.of("vestibule.app", mailbox));
        return new News(
                scan.externalId(),
                spans.within(step, () -> new Delivery("mail", mailbox, raw, "message/rfc822", headers, List.of(item))));
    }

    /** A server that can't describe a mail may well hand it over, and the download is bounded anyway. */
    private static long size(Message message) {
        try {
            return message.getSize();
        } catch (MessagingException unknown) {
            return -1;
        }
    }

    private byte[] download(Message message, long size) throws MessagingException, IOException {
        long most = settings.maxSize().toBytes();
        MailBytes bytes = new MailBytes(size, most + most / 8);
        message.writeTo(bytes);
        return bytes.all();
    }

    /** A lost connection is tried again; a mail that fails again and again is kept as its header. */
    private byte[] headerAfterFailures(String uid, Message message, Exception failure)
            throws MessagingException, IOException {
        boolean connection = failure instanceof FolderClosedException
                || failure instanceof StoreClosedException
                || failure instanceof MessageRemovedException
                || !message.getFolder().isOpen();
        if (connection || !givenUp(uid)) {
            throw new IOException("Mail " + uid + " could not be downloaded", failure);
        }
        LOG.warn("Mail {} can't be downloaded; its header is kept and shown under problems", uid, failure);
        return headerOf(message);
    }

    /** Not before a while has passed: a server that hands over nothing for some seconds does so for every mail. */
    private boolean givenUp(String uid) {
        Failures now = failures.merge(uid, new Failures(1, System.nanoTime()), (before, one) -> before.another());
        return now.times() >= MAX_FAILURES
                && System.nanoTime() - now.first() >= settings.giveUpAfter().toNanos();
    }

    private static byte[] headerOf(Message message) throws MessagingException {
        StringBuilder header = new StringBuilder();
        for (Header field : Collections.list(message.getAllHeaders())) {
            header.append(field.getName()).append(": ").append(field.getValue()).append("\r\n");
        }
        return header.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
