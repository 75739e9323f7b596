package io.vestibule.hub.mail;

import io.vestibule.hub.inbox.InboxHandler;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.inbox.PayloadStore;
import io.vestibule.hub.mail.filter.Machine;
import io.vestibule.hub.mail.filter.MailContext;
import io.vestibule.hub.mail.filter.MailFilters;
import io.vestibule.hub.mail.mailbox.MailReceiver;
import io.vestibule.hub.mail.mailbox.Mailbox;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.proof.MailProof;
import io.vestibule.hub.mail.proof.Proof;
import io.vestibule.platform.mail.OutgoingMail;
import io.vestibule.platform.mail.SystemMail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Handles received mails: parse, filters, sender, conversation, portal. Every mail ends in a named state; what only a
 * person can decide is held with suggestions. Idempotent: a second handling meets the same keys.
 */
@Component
class MailHandler implements InboxHandler {

    /** Nobody is told "we have your mail" for one that was under way longer than this. */
    private static final Duration LATE = Duration.ofDays(3);

    /** So long a copy waits before it asks again what becomes of the other one. */
    private static final Duration IN_WORK = Duration.ofSeconds(2);

    private final PayloadStore payloads;
    private final Mailboxes mailboxes;
    private final MailIdentities identities;
    private final SentMails sentMails;
    private final SystemMail systemMail;
    private final MailEvidence evidence;
    private final MailDesk desk;
    private final BounceNotes bounces;
    private final MailProof proofs;
    private final SenderMarks marks;
    private final AllowedSenders allowed;
    private final MailParser parser = new MailParser();

    MailHandler(
            PayloadStore payloads,
            Mailboxes mailboxes,
            MailIdentities identities,
            SentMails sentMails,
            SystemMail systemMail,
            MailEvidence evidence,
            MailDesk desk,
            BounceNotes bounces,
            MailProof proofs,
            SenderMarks marks,
            AllowedSenders allowed) {
        this.payloads = payloads;
        this.mailboxes = mailboxes;
        this.identities = identities;
        this.sentMails = sentMails;
        this.systemMail = systemMail;
        this.evidence = evidence;
        this.desk = desk;
        this.bounces = bounces;
        this.proofs = proofs;
        this.marks = marks;
        this.allowed = allowed;
    }

    @Override
    public String kind() {
        return "mail";
    }

    @Override
    public Handling handle(InboxMessage message) {
        MailCase mailCase = read(message);
        mailCase.mail().problems().forEach(mailCase.evidence()::add);
        String protection = mailCase.mail().protection().words();
        if (!protection.isEmpty()) {
            mailCase.evidence().add(protection);
        }
        message.accepted()
                .forEach((doubt, person) -> mailCase.evidence()
                        .add("%s let it in all the same (%s).".formatted(person, doubt.replace('-', ' '))));
        Handling handling = handle(mailCase);
        evidence.store(message.id(), mailCase.evidence());
        return handling;
    }

    /** In a call of its own, so that only the proof holds the mail's bytes, until it is found. */
    private MailCase read(InboxMessage message) {
        byte[] raw = payloads.bytes(message.payloadId());
        ParsedMail mail = parser.parse(raw);
        Authorship author =
                Authorship.of(mail, mailboxes.find(MailCase.mailboxOf(message)).orElse(null));
        return MailCase.of(message, author, () -> proof(message, mail, raw));
    }

    private Proof proof(InboxMessage message, ParsedMail mail, byte[] raw) {
        List<String> receivers = mailboxes
                .find(MailCase.mailboxOf(message))
                .map(Mailbox::receivers)
                .orElse(List.of());
        return proofs.of(mail, MailCase.incomplete(message) == null ? raw : null, receivers);
    }

    private Handling handle(MailCase mailCase) {
        MailContext context = context();
        Optional<MailIdentities.Known> same = register(mailCase, context);
        if (same.isPresent()) {
            return copy(same.get());
        }
        Optional<MailFilters.Stopped> objection =
                MailFilters.objection(mailCase.mail(), context).filter(stopped -> !isDecided(mailCase, stopped));
        if (objection.isEmpty() || objection.get().refusal().asksAPerson()) {
            mailCase.evidence().add(mailCase.proof().words());
        }
        if (objection.isPresent()) {
            return stopped(mailCase, objection.get());
        }
        if (mailCase.assignment() == null) {
            Optional<Handling> doubt = reused(mailCase).or(() -> incomplete(mailCase));
            if (doubt.isPresent()) {
                return doubt.get();
            }
        }
        return marks.shown(mailCase, desk.place(mailCase));
    }

    private Optional<MailIdentities.Known> register(MailCase mailCase, MailContext context) {
        InboxMessage message = mailCase.message();
        MailAddress from = mailCase.from();
        return identities.register(new MailIdentities.Mail(
                message.id(),
                mailCase.mailbox(),
                mailCase.messageId(),
                message.externalId(),
                from == null ? null : from.email(),
                unanswerable(mailCase, context)));
    }

    private static @Nullable String unanswerable(MailCase mailCase, MailContext context) {
        boolean late = mailCase.at().isBefore(mailCase.message().receivedAt().minus(LATE));
        return late ? "late: sent " + mailCase.at() : Machine.reason(mailCase.mail(), context);
    }

    private MailContext context() {
        return new MailContext(
                address -> mailboxes.isOwn(address) || systemMail.sendsFrom(address),
                id -> OutgoingMail.isSystemMail(id) || sentMails.isOurs(id));
    }

    /** While it is open whether the other one is turned away, by a rule of its own mailbox perhaps, this one waits. */
    private Handling copy(MailIdentities.Known other) {
        return other.isSettled()
                ? new Handling.Ignored("duplicate", sameMail(other))
                : new Handling.Retry("same-mail-in-work", sameMail(other), IN_WORK);
    }

    private String sameMail(MailIdentities.Known known) {
        String became = known.requestId() == null
                ? ""
                : desk.number(known.requestId())
                        .map(number -> "; it became part of " + number)
                        .orElse("");
        return "The same mail was received in the mailbox %s as message %d%s."
                .formatted(known.connection(), known.inboxId(), became);
    }

    /** A person answered the question that this objection asks. */
    private static boolean isDecided(MailCase mailCase, MailFilters.Stopped stopped) {
        return stopped.refusal().asksAPerson()
                && (mailCase.assignment() != null
                        || mailCase.accepts(stopped.refusal().symbol()));
    }

    private Handling stopped(MailCase mailCase, MailFilters.Stopped stopped) {
        mailCase.evidence().add(stopped.detail());
        String symbol = stopped.refusal().symbol();
        return switch (stopped.refusal()) {
            case ENCRYPTED -> new Handling.Held("encrypted", stopped.detail(), null, desk.suggestions(mailCase));
            case NO_SENDER -> new Handling.Held(symbol, stopped.detail(), null, desk.suggestions(mailCase));
            case BOUNCE -> bounces.note(mailCase, stopped.detail());
            case OWN_MAIL, PROBE -> new Handling.Ignored(symbol, stopped.detail());
            case AUTO_REPLY, READ_RECEIPT, COMPLAINT ->
                new Handling.Ignored(
                        symbol,
                        stopped.detail()
                                + bounces.about(mailCase)
                                        .map(number -> " It answers " + number + ".")
                                        .orElse(""));
        };
    }

    private Optional<Handling> reused(MailCase mailCase) {
        InboxMessage message = mailCase.message();
        return identities
                .sameIdOtherMail(mailCase.messageId(), message.externalId(), message.id())
                .filter(other -> !allowed.covers(mailCase, "message-id-reused"))
                .flatMap(other -> held(
                        mailCase,
                        "message-id-reused",
                        "Message %d had the same Message-ID, with another sender or text. Look at both and let it in if it is another mail."
                                .formatted(other.inboxId())));
    }

    private Optional<Handling> incomplete(MailCase mailCase) {
        String what = mailCase.incomplete();
        if (what == null) {
            return unstorable(mailCase);
        }
        boolean large = what.startsWith(MailReceiver.TOO_LARGE);
        String value = what.substring(what.indexOf(':') + 1);
        String detail = large
                ? "The mail has %s bytes, more than is taken over. ".formatted(value)
                : "The mail server could not hand over the mail (%s). ".formatted(value);
        String advice = "Its header is kept, the mail itself is still in the mailbox. Let it in, or assign it, to"
                + " open a request without its content.";
        return held(mailCase, large ? "too-large" : "unreadable", detail + advice);
    }

    private Optional<Handling> unstorable(MailCase mailCase) {
        String failure = mailCase.unstorable();
        return failure == null
                ? Optional.empty()
                : held(
                        mailCase,
                        "unstorable",
                        "What the mail's header says could not be stored (%s). All of it is kept: look at the original, and let it in to take it as it is."
                                .formatted(failure));
    }

    /** Empty when a person let it in in spite of that. */
    private Optional<Handling> held(MailCase mailCase, String reason, String detail) {
        return mailCase.accepts(reason)
                ? Optional.empty()
                : Optional.of(new Handling.Held(reason, detail, null, desk.suggestions(mailCase)));
    }
}
