package io.vestibule.hub.mail.quarantine;

import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.hub.inbox.HeldCensus;
import io.vestibule.hub.inbox.HeldCensus.Count;
import io.vestibule.hub.mail.FirmRecipients;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.PlainMails;
import io.vestibule.platform.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Mails the admins once a day what waits in the quarantine, when something there is new or will soon be refused: numbers
 * and reasons, nothing of the mails. Called by the clock; on several nodes at once it still tells once.
 */
@Component("quarantineDigest")
public class QuarantineDigest {

    private static final Logger log = LoggerFactory.getLogger(QuarantineDigest.class);

    private final Database hubDatabase;
    private final HeldCensus held;
    private final Outbox outbox;
    private final FirmRecipients recipients;
    private final QuarantineSettings settings;
    private final DigestWords words;
    private final Clock clock;
    private final ZoneId firmZone;

    QuarantineDigest(
            Database hubDatabase,
            HeldCensus held,
            Outbox outbox,
            FirmRecipients recipients,
            QuarantineSettings settings,
            DigestWords words,
            Clock clock,
            ZoneId firmZone) {
        this.hubDatabase = hubDatabase;
        this.held = held;
        this.outbox = outbox;
        this.recipients = recipients;
        this.settings = settings;
        this.words = words;
        this.clock = clock;
        this.firmZone = firmZone;
    }

    /** On schedule, by the route {@code tell-quarantine}. What can't be told now is told next time. */
    public void run() {
        try {
            tell();
        } catch (PortalUnreachable | DataAccessException e) {
            log.warn("What waits in the quarantine can't be told now; trying again. {}", e.getMessage());
        }
    }

    private void tell() {
        List<Count> counts =
                held.of(Quarantine.KIND, sinceLastTold(), settings.kept().minus(settings.warned()));
        if (counts.stream().allMatch(count -> count.recent() == 0 && count.old() == 0)) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), firmZone);
        List<String> admins = recipients.admins();
        hubDatabase.inTransaction(() -> {
            int first = hubDatabase
                    .sql("insert into hub.quarantine_digest (day) values (:day) on conflict (day) do nothing")
                    .param("day", today)
                    .update();
            if (first > 0) {
                outbox.enqueue(PlainMails.of("quarantine:" + today, "digest", admins, words.of(counts)));
            }
        });
    }

    /** A day when nobody was told yet. */
    private Duration sinceLastTold() {
        Double seconds = hubDatabase
                .sql("select extract(epoch from clock_timestamp() - max(told_at)) from hub.quarantine_digest")
                .query((row, number) -> row.getObject(1) == null ? null : row.getDouble(1))
                .list()
                .getFirst();
        return seconds == null ? Duration.ofDays(1) : Duration.ofMillis((long) (seconds * 1000));
    }
}
