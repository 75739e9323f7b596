package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.mail.mailbox.MailboxWatches.Watch;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.TroubleSource;
import io.vestibule.platform.web.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Mailboxes that could not be read for ten minutes: nobody hears of mail that is not fetched. */
@Component
class MailboxTroubles implements TroubleSource {

    private static final Duration TOO_LONG = Duration.ofMinutes(10);

    private final Mailboxes mailboxes;
    private final MailboxWatches watches;
    private final Times times;

    MailboxTroubles(Mailboxes mailboxes, MailboxWatches watches, Times times) {
        this.mailboxes = mailboxes;
        this.watches = watches;
        this.times = times;
    }

    @Override
    public List<Trouble> troubles() {
        List<Watch> failing = watches.failing(TOO_LONG);
        return mailboxes.enabled().stream()
                .flatMap(mailbox -> failing.stream()
                        .filter(watch -> watch.connection().equals(mailbox.name()))
                        .map(watch -> trouble(mailbox, watch)))
                .toList();
    }

    private Trouble trouble(Mailbox mailbox, Watch watch) {
        Instant since = Objects.requireNonNull(watch.failingSince());
        return Trouble.of(
                mailbox.name(),
                "Mail of %s can't be fetched since %s. %s It is tried again by itself; its settings stand in the console under Connections > %s."
                        .formatted(mailbox.address(), times.exact(since), watch.failure(), mailbox.name()));
    }
}
