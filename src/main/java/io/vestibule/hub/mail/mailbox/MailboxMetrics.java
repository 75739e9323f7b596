package io.vestibule.hub.mail.mailbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.platform.observe.NamedGauges;
import io.vestibule.platform.observe.NamedGauges.Title;
import io.vestibule.platform.observe.Reading;
import org.springframework.stereotype.Component;

/** Since when no look into a mailbox worked; unknown (NaN) for one that is no longer watched. */
@Component
class MailboxMetrics implements Reading {

    private final Mailboxes mailboxes;
    private final MailboxWatches watches;
    private final NamedGauges lastSuccess;

    MailboxMetrics(Mailboxes mailboxes, MailboxWatches watches, MeterRegistry meters) {
        this.mailboxes = mailboxes;
        this.watches = watches;
        this.lastSuccess = NamedGauges.of(
                meters,
                new Title(
                        "vestibule.mailbox.last.success.age",
                        "connection",
                        "seconds",
                        "How long ago a look into the mailbox worked",
                        Double.NaN));
    }

    @Override
    public void read() {
        lastSuccess.set(
                watches.ages(mailboxes.enabled().stream().map(Mailbox::name).toList()));
    }
}
