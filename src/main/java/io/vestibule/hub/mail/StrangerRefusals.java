package io.vestibule.hub.mail;

import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.mail.mailbox.Mailbox;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxDraft;
import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailLanguage;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Refuses strangers politely where a mailbox is for known people only: one answer to each address and day, and none to
 * machines. Whose sender is not proved is not refused: the answer could go to somebody who never wrote, and without one
 * nobody would know.
 */
@Component
class StrangerRefusals {

    private static final String PURPOSE = "refusal";

    private final Outbox outbox;
    private final MailIdentities identities;
    private final MailTexts texts;
    private final LetterSettings firm;

    StrangerRefusals(Outbox outbox, MailIdentities identities, MailTexts texts, LetterSettings firm) {
        this.outbox = outbox;
        this.identities = identities;
        this.texts = texts;
        this.firm = firm;
    }

    /** Empty when a person has to decide. */
    Optional<Handling> refused(MailCase mailCase, MailAddress from, Mailbox mailbox) {
        if (!mailCase.isGenuine()) {
            mailCase.evidence().add("It is not refused, since its sender is not proved.");
            return Optional.empty();
        }
        boolean machine = identities
                .byExternalId(mailCase.message().externalId())
                .filter(known -> known.unanswerable() == null)
                .isEmpty();
        if (!machine) {
            outbox.enqueue(draft(mailCase, from, mailbox));
        }
        return Optional.of(new Handling.Ignored(
                "stranger-refused",
                machine
                        ? from.email() + " is unknown; the mail is a machine's, which is never answered."
                        : from.email() + " is unknown, and is told so once a day."));
    }

    /** Unique by its source and target. In the language the stranger wrote, else the firm's. */
    private OutboxDraft draft(MailCase mailCase, MailAddress from, Mailbox mailbox) {
        LocalDate day = LocalDate.ofInstant(mailCase.message().receivedAt(), ZoneOffset.UTC);
        String subject = mailCase.mail().subject();
        MailLanguage language =
                WrittenLanguage.of(subject + "\n" + mailCase.mail().text()).orElse(firm.language());
        String text = texts.refusal(language.locale(), subject, mailbox.fromName());
        MailBody body = new MailBody.Plain(from.email(), "Re: " + subject, text, language);
        return new OutboxDraft(
                "refusal:" + day,
                MailDelivery.CHANNEL,
                from.email(),
                mailbox.name(),
                null,
                null,
                PURPOSE,
                body.written(),
                null);
    }
}
