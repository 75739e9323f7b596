package io.vestibule.hub.console;

import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.mail.AllowedSenders;
import io.vestibule.hub.mail.MailEvidence;
import io.vestibule.hub.mail.quarantine.MailLook;
import io.vestibule.hub.mail.quarantine.Quarantine;
import io.vestibule.platform.mail.FreeMail;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the page of a message shows of a mail beyond what it shows of every message. */
@Component
class MailPage {

    private final MailEvidence evidence;
    private final AllowedSenders senders;
    private final Quarantine quarantine;

    MailPage(MailEvidence evidence, AllowedSenders senders, Quarantine quarantine) {
        this.evidence = evidence;
        this.senders = senders;
        this.quarantine = quarantine;
    }

    /** @param domain the sender's whole domain, null where strangers share it */
    record Allowable(String sender, @Nullable String domain) {}

    /** Why a held mail waits, until when, and for whom the firm may stop asking. */
    void add(InboxRow row, Model model) {
        if (!row.kind().equals("mail") || row.state() != InboxState.HELD) {
            return;
        }
        model.addAttribute("findings", evidence.of(row.id()));
        model.addAttribute("endsAt", quarantine.endsAt(row));
        if (AllowedSenders.isAllowable(row.reason())) {
            senders.senderOf(row.id()).ifPresent(sender -> model.addAttribute("allowable", allowable(sender)));
        }
    }

    static Allowable allowable(String sender) {
        String domain = sender.substring(sender.lastIndexOf('@') + 1);
        return new Allowable(sender, FreeMail.has(domain) ? null : "@" + domain);
    }

    /** What stands in it; for those who may see originals. */
    void addWords(InboxRow row, byte[] original, Model model) {
        if (row.kind().equals("mail")) {
            model.addAttribute("mail", MailLook.of(original));
        }
    }
}
