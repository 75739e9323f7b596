package io.vestibule.hub.mail.mailbox;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.UID;

/**
 * The mails of one look into a mailbox that are about to be handed over, in their order: several small ones are fetched
 * with one question, and which were stored ahead of their turn is remembered. Whatever is not simple is left to be taken
 * alone. For the one thread that reads the mailbox.
 */
final class UpcomingMails {

    private static final int MOST_MAILS = 25;
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final long LARGEST = 256 * 1024;

    private final int aLook;
    private final long largest;
    private final Map<Message, String> stored = new IdentityHashMap<>();
    private List<Message> mails = List.of();
    private int next;

    /**
     * @param aLook so many are handed over of one look
     * @param maxBytes larger mails are not taken over
     */
    UpcomingMails(int aLook, long maxBytes) {
        this.aLook = aLook;
        this.largest = Math.min(LARGEST, maxBytes);
    }

    int aLook() {
        return aLook;
    }

    void found(List<Message> found) {
        stored.clear();
        mails = List.copyOf(found.subList(0, Math.min(aLook, found.size())));
        next = 0;
    }

    /** As which message it was stored before its turn. */
    Optional<String> storedAs(Message mail) {
        return Optional.ofNullable(stored.remove(mail));
    }

    void stored(Message mail, String externalId) {
        stored.put(mail, externalId);
    }

    /** The rest of this look is taken one by one. */
    void giveUp() {
        mails = List.of();
    }

    /** The bytes of this mail, whose turn it is, and of some behind it; empty when it is to be taken alone. */
    Map<Message, byte[]> together(Message first) throws MessagingException {
        while (next < mails.size() && mails.get(next) != first) {
            next++;
        }
        List<Message> some = some();
        return some.size() > 1 && first.getFolder() instanceof IMAPFolder folder ? fetched(folder, some) : Map.of();
    }

    private List<Message> some() throws MessagingException {
        List<Message> some = new ArrayList<>();
        long bytes = 0;
        for (Message mail : mails.subList(next, Math.min(next + MOST_MAILS, mails.size()))) {
            int size = mail.getSize();
            bytes += size;
            if (size <= 0 || size > largest || bytes > MOST_BYTES) {
                break;
            }
            some.add(mail);
        }
        return some;
    }

    /** One that is not there any more, or larger than the server said, is left out. */
    private Map<Message, byte[]> fetched(IMAPFolder folder, List<Message> some) throws MessagingException {
        Map<Long, Message> byNumber = new LinkedHashMap<>();
        for (Message mail : some) {
            byNumber.put(folder.getUID(mail), mail);
        }
        String numbers = byNumber.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
        // A byte more than is taken shows which are larger
        String question = "UID FETCH %s (UID BODY.PEEK[]<0.%d>)".formatted(numbers, largest + 1);
        Map<Long, byte[]> answered = new HashMap<>();
        folder.doCommand(server -> {
            answered.putAll(asked(server, question));
            return answered;
        });
        Map<Message, byte[]> fetched = new LinkedHashMap<>();
        byNumber.forEach((number, mail) -> {
            byte[] bytes = answered.get(number);
            if (bytes != null && bytes.length > 0 && bytes.length <= largest) {
                fetched.put(mail, bytes);
            }
        });
        return fetched;
    }

    private static Map<Long, byte[]> asked(IMAPProtocol server, String question) throws ProtocolException {
        Response[] answers = server.command(question, null);
        server.notifyResponseHandlers(answers);
        server.handleResult(answers[answers.length - 1]);
        Map<Long, byte[]> bytes = new HashMap<>();
        for (Response answer : answers) {
            if (answer instanceof FetchResponse mail) {
                take(mail, bytes);
            }
        }
        return bytes;
    }

    private static void take(FetchResponse mail, Map<Long, byte[]> bytes) {
        UID number = mail.getItem(UID.class);
        BODY body = mail.getItem(BODY.class);
        if (number != null && body != null && body.getByteArray() != null) {
            bytes.put(number.uid, body.getByteArray().getNewBytes());
        }
    }
}
