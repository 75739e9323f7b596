package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.hub.mail.mailbox.MailReceiver;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.proof.Proof;
import io.vestibule.hub.mail.reply.Reply;
import io.vestibule.hub.mail.reply.ReplyExtractor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/** One mail on its way through {@link MailHandler}: the row, what could be read, and the evidence found so far. */
record MailCase(
        InboxMessage message,
        ParsedMail mail,
        Authorship.Door door,
        Supplier<Proof> proving,
        Supplier<Reply> replying,
        List<String> evidence) {

    /** A mail that says it is older than this is not believed. */
    private static final Duration OLDEST = Duration.ofDays(30);

    private static final ReplyExtractor REPLIES = new ReplyExtractor();

    static MailCase of(InboxMessage message, Authorship author, Supplier<Proof> proving) {
        List<String> evidence = new ArrayList<>();
        Stream.ofNullable(author.words()).forEach(evidence::add);
        return new MailCase(
                message, author.mail(), author.door(), new LateProof(proving), replying(author.mail()), evidence);
    }

    private static Supplier<Reply> replying(ParsedMail mail) {
        return SingletonSupplier.of(() -> REPLIES.extract(mail));
    }

    /** What was written now, without what is quoted; looked for where it matters, and once. */
    Reply reply() {
        return replying.get();
    }

    /** How far its sender can be believed. Name servers may be asked for it, so only where it matters, and once. */
    Proof proof() {
        return proving.get();
    }

    @Nullable
    MailAddress from() {
        return mail.from();
    }

    @Nullable
    Assignment assignment() {
        return message.assignment();
    }

    /** Whether a person let it in in spite of this one of the {@link Doubts}; then it is not held for it again. */
    boolean accepts(String doubt) {
        return message.accepted().containsKey(doubt);
    }

    /** The mail inside, which one of the firm's people hands on with this one. */
    MailCase handingOn(ParsedMail inside) {
        return new MailCase(message, inside, Authorship.Door.FORWARD, proving, replying(inside), evidence);
    }

    /** Whether it becomes a new request whatever it refers to, since others could have named its author. */
    boolean opensOnly() {
        return door != Authorship.Door.SENDER && !isGenuine();
    }

    /** Whether its author is proved: the address in From is, and nobody else typed in the author's. */
    boolean isGenuine() {
        return switch (door) {
            case SENDER, LIST -> proof().isGenuine();
            case FORM, FORWARD -> false;
        };
    }

    /** Name of the mailbox's connection. */
    String mailbox() {
        return mailboxOf(message);
    }

    static String mailboxOf(InboxMessage message) {
        String connection = message.connection();
        return connection == null ? message.app() : connection;
    }

    /** Natural key of the request or comment this mail becomes. */
    ExternalId origin() {
        return new ExternalId(mailbox(), message.externalId());
    }

    /** Whether this mail opened the request, and not one of long ago that somebody sends again. */
    boolean opened(RequestState request) {
        return origin().equals(request.origin())
                && request.openedAt().isAfter(message.receivedAt().minus(OLDEST));
    }

    /** The Message-ID, or the one made for a mail without. */
    String messageId() {
        String id = mail.messageId();
        return id != null ? id : message.headers().getOrDefault("message-id", message.externalId());
    }

    /** Why only the header is there, null when the mail is whole. */
    @Nullable
    String incomplete() {
        return incomplete(message);
    }

    static @Nullable String incomplete(InboxMessage message) {
        String what = message.headers().get(MailReceiver.INCOMPLETE);
        return what == null || what.startsWith(MailReceiver.UNSTORABLE) ? null : what;
    }

    /** The failure for which nothing of its header is told in its row, null when there was none; its bytes are whole. */
    @Nullable
    String unstorable() {
        String what = message.headers().get(MailReceiver.INCOMPLETE);
        return what != null && what.startsWith(MailReceiver.UNSTORABLE)
                ? what.substring(MailReceiver.UNSTORABLE.length())
                : null;
    }

    /** When it was written; the time of receipt where the mail's own word can't be true. */
    Instant at() {
        Instant sent = mail.sentAt();
        boolean believable = sent != null
                && !sent.isAfter(message.receivedAt())
                && sent.isAfter(message.receivedAt().minus(OLDEST));
        return believable && sent != null ? sent : message.receivedAt();
    }
}
