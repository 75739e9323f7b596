package io.vestibule.hub.mail.proof;

import io.vestibule.hub.mail.mailbox.MailboxSettings;
import io.vestibule.hub.mail.parse.HeaderScan;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.ParsedMail;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says how far a mail's sender can be believed: by the findings of the firm's own receiving server where it states some,
 * else by the mail's signature. Never fails and never waits longer than the set time for each of few look-ups.
 */
@Component
public class MailProof {

    /** Headers that go with a mail's words and of which it has one each (RFC 5322, 3.6). */
    private static final List<String> ONCE =
            List.of("Subject", "Date", "To", "Cc", "Message-ID", "In-Reply-To", "References", "Content-Type");

    private final DkimCheck signatures;
    private final boolean checksSignatures;

    MailProof(DkimKeys keys, MailboxSettings settings) {
        this.signatures = new DkimCheck(keys);
        this.checksSignatures = settings.dkimPatience().isPositive();
    }

    /**
     * @param raw the mail's bytes; null when only its header was taken over, so that signatures can't be checked
     * @param servers names of the firm's receiving servers, whose findings count
     */
    public Proof of(ParsedMail mail, byte @Nullable [] raw, List<String> servers) {
        MailAddress from = mail.from();
        if (from == null || from.domain().isEmpty()) {
            return Proof.unverified("it names no sender.");
        }
        String unclear = unclear(mail, raw);
        if (unclear != null) {
            return Proof.forged(unclear);
        }
        Proof found = TrustedResults.proof(
                        mail.all("Authentication-Results"), servers, from.domain(), mail.all("DKIM-Signature"))
                .orElseGet(() -> bySignature(mail, raw, from));
        String several = several(mail);
        return found.isGenuine() && several != null
                ? Proof.unverified(
                        "it has several " + several + " headers, and who vouches for one may not know the others.")
                : found;
    }

    /**
     * Servers, mail programs and we may each take another for the sender of such a mail, so that a check of the one says
     * nothing of the other. Honest programs name one, in one header.
     */
    private static @Nullable String unclear(ParsedMail mail, byte @Nullable [] raw) {
        if (raw != null && !HeaderScan.readsAllOf(raw)) {
            return "its header is longer than is read, and may name another sender further down.";
        }
        if (mail.all("From").size() > 1) {
            return "it has several From headers.";
        }
        if (mail.authors().size() > 1) {
            return "it names several senders.";
        }
        return mail.authors().isEmpty() ? "it names nobody in From, only a Sender." : null;
    }

    /** Of which header it has more than one, null: of none. Signatures cover the lowest, we read the topmost. */
    private static @Nullable String several(ParsedMail mail) {
        return ONCE.stream()
                .filter(name -> mail.all(name).size() > 1)
                .findFirst()
                .orElse(null);
    }

    private Proof bySignature(ParsedMail mail, byte @Nullable [] raw, MailAddress from) {
        int count = mail.all("DKIM-Signature").size();
        if (count == 0 || raw == null || !checksSignatures) {
            return Proof.unverified("no server of ours and no signature vouches for " + from.domain() + ".");
        }
        return signatures.proof(raw, from.domain(), count);
    }
}
