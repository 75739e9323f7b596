package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.mail.mailbox.MissedMails.Missed;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.TroubleSource;
import io.vestibule.platform.web.Times;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Mailboxes in which mails lie that were never received. */
@Component
class MissedMailTroubles implements TroubleSource {

    private static final int NAMED = 20;

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
                .flatMap(mailbox -> found.stream()
                        .filter(one -> one.connection().equals(mailbox.name()))
                        .map(one -> Trouble.ofSums(mailbox.name(), text(mailbox, one))))
                .toList();
    }

    private String text(Mailbox mailbox, Missed found) {
        String uids = found.uids().stream().limit(NAMED).collect(Collectors.joining(", "));
        return ("Since %s mail lies in the folder %s of %s that was never received: %d in all, UID %s. Look at it there;"
                        + " moved to another folder and back, a mail is fetched anew. One of more than two weeks ago"
                        + " is not: send it to the mailbox again.")
                .formatted(
                        times.exact(found.since()),
                        mailbox.folder(),
                        mailbox.address(),
                        found.uids().size(),
                        uids + (found.uids().size() > NAMED ? " and others" : ""));
    }
}
