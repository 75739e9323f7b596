package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.mail.mailbox.FolderWatches.Failing;
import io.vestibule.hub.mail.mailbox.MailboxWatches.Watch;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.TroubleSource;
import io.vestibule.platform.web.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Mailboxes and folders that could not be read for ten minutes: nobody hears of mail that is not fetched. */
@Component
class MailboxTroubles implements TroubleSource {

    private static final Duration TOO_LONG = Duration.ofMinutes(10);

    private final Mailboxes mailboxes;
    private final MailboxWatches watches;
    private final FolderWatches folders;
    private final Times times;

    MailboxTroubles(Mailboxes mailboxes, MailboxWatches watches, FolderWatches folders, Times times) {
        this.mailboxes = mailboxes;
        this.watches = watches;
        this.folders = folders;
        this.times = times;
    }

    @Override
    public List<Trouble> troubles() {
        Map<String, Watch> failing =
                watches.failing(TOO_LONG).stream().collect(Collectors.toMap(Watch::connection, watch -> watch));
        Map<String, List<Failing>> partly =
                folders.failing(TOO_LONG).stream().collect(Collectors.groupingBy(Failing::connection));
        return mailboxes.enabled().stream()
                .flatMap(mailbox -> {
                    Watch watch = failing.get(mailbox.name());
                    return watch != null
                            ? Stream.of(trouble(mailbox, watch))
                            : Stream.ofNullable(partly.get(mailbox.name())).map(some -> trouble(mailbox, some));
                })
                .toList();
    }

    private Trouble trouble(Mailbox mailbox, Watch watch) {
        Instant since = Objects.requireNonNull(watch.failingSince());
        return trouble(
                mailbox,
                "Mail of %s can't be fetched since %s. %s"
                        .formatted(mailbox.address(), times.exact(since), watch.failure()));
    }

    private Trouble trouble(Mailbox mailbox, List<Failing> some) {
        String each = some.stream()
                .map(one -> "Mail in the folder %s of %s can't be fetched since %s. %s"
                        .formatted(one.folder(), mailbox.address(), times.exact(one.since()), one.failure()))
                .collect(Collectors.joining(" "));
        return trouble(mailbox, each + " That of its other folders is.");
    }

    private static Trouble trouble(Mailbox mailbox, String found) {
        return Trouble.of(
                mailbox.name(),
                "%s It is tried again by itself; its settings stand in the console under Connections > %s."
                        .formatted(found, mailbox.name()));
    }
}
