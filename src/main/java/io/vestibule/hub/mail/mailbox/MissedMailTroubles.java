package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.mail.mailbox.MissedMails.Missed;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.TroubleSource;
import io.vestibule.platform.web.Times;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Mailboxes in which mails lie that were never received. */
@Component
class MissedMailTroubles implements TroubleSource {

    private static final int NAMED = 20;

    private static final String ACTION =
            " Look at it there; moved to another folder and back, a mail is fetched anew. One of more than two weeks ago"
                    + " is not: send it to the mailbox again.";

    private final Mailboxes mailboxes;
    private final MissedMails missed;
    private final Times times;

    MissedMailTroubles(Mailboxes mailboxes, MissedMails missed, Times times) {
        this.mailboxes = mailboxes;
        this.missed = missed;
        this.times = times;
    }

    @Override
    public List<Trouble> troubles() {
        List<Missed> found = missed.missed();
        return mailboxes.enabled().stream()
                .flatMap(mailbox -> trouble(mailbox, found).stream())
                .toList();
    }

    private Optional<Trouble> trouble(Mailbox mailbox, List<Missed> found) {
        List<String> sentences = found.stream()
                .filter(one -> one.place().connection().equals(mailbox.name()))
                .filter(one -> mailbox.folders().contains(one.place().folder()))
                .map(one -> sentence(mailbox, one))
                .toList();
        return sentences.isEmpty()
                ? Optional.empty()
                : Optional.of(Trouble.ofSums(mailbox.name(), String.join(" ", sentences) + ACTION));
    }

    private String sentence(Mailbox mailbox, Missed found) {
        String uids = found.uids().stream().limit(NAMED).collect(Collectors.joining(", "));
        return "Since %s mail lies in the folder %s of %s that was never received: %d in all, UID %s."
                .formatted(
                        times.exact(found.since()),
                        found.place().folder(),
                        mailbox.address(),
                        found.uids().size(),
                        uids + (found.uids().size() > NAMED ? " and others" : ""));
    }
}
