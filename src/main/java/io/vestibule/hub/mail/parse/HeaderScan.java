package io.vestibule.hub.mail.parse;

import io.vestibule.platform.id.Ids;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The little that must be known of a mail when it is received: its key and the key of its order. A scan of the header
 * lines that can't fail, whatever the bytes are.
 *
 * @param messageId of the mail, or one made from the hash of the whole mail when it names none
 * @param externalId Message-ID with a hash of sender and body: devices reuse Message-IDs, and whoever knows one could
 *     otherwise suppress a mail
 * @param threadRoot first id of References, else In-Reply-To, else the own Message-ID: mails of one conversation share it
 * @param from sender's address, null when none is readable
 */
public record HeaderScan(
        String messageId,
        String externalId,
        String threadRoot,
        @Nullable String from,
        @Nullable String subject) {

    /** Longer Message-IDs are replaced by their hash: they have to fit an index. */
    private static final int MAX_ID = 250;

    public static HeaderScan of(byte[] raw) {
        HeaderBlock header = HeaderBlock.of(raw);
        String stated = MessageIds.single(header.first("message-id"));
        String messageId = stated == null ? unnamed(raw) : shortened(stated);
        String from = sender(header).map(MailAddress::email).orElse(null);
        String subject = header.first("subject");
        return new HeaderScan(
                messageId,
                messageId + "#" + hash(header, raw, from),
                shortened(root(header).orElse(messageId)),
                from,
                subject == null ? null : HeaderText.decode(subject));
    }

    /** Of a mail whose header nothing is taken from: its hash alone tells it from others. */
    public static HeaderScan unread(byte[] raw) {
        String messageId = unnamed(raw);
        return new HeaderScan(messageId, messageId + "#" + messageId, messageId, null, null);
    }

    /** Whether the mail's header is so short that all of it is read. */
    public static boolean readsAllOf(byte[] raw) {
        return !HeaderBlock.of(raw).isCut();
    }

    private static String unnamed(byte[] raw) {
        return "none." + Ids.sha256(raw).substring(0, 32);
    }

    /** First usable address of From, else of Sender. */
    static Optional<MailAddress> sender(HeaderBlock header) {
        return List.of("from", "sender").stream()
                .flatMap(name -> header.values().getOrDefault(name, List.of()).stream())
                .flatMap(value -> AddressList.parse(value).stream())
                .findFirst();
    }

    private static Optional<String> root(HeaderBlock header) {
        return List.of("references", "in-reply-to").stream()
                .map(header::first)
                .filter(value -> value != null && !value.isBlank())
                .flatMap(value -> MessageIds.list(value).stream())
                .findFirst();
    }

    private static String hash(HeaderBlock header, byte[] raw, @Nullable String from) {
        String body = Ids.sha256(raw, Math.min(header.bodyOffset(), raw.length));
        return Ids.sha256(from + "\n" + body).substring(0, 24);
    }

    /** The form in which ids are stored and compared. */
    public static String shortened(String id) {
        return id.length() <= MAX_ID ? id : "long." + Ids.sha256(id);
    }
}
