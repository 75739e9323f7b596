package io.vestibule.hub.sla;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.hub.mail.FirmRecipients;
import io.vestibule.hub.mail.MailManners;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxDraft;
import io.vestibule.hub.outbox.PlainMails;
import io.vestibule.hub.sla.SlaPolicy.Metric;
import io.vestibule.platform.database.Database;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends the reminders that are due, called by the clustered schedule {@code remind-sla}. Each goes out at most once: a
 * row is claimed with SKIP LOCKED, and its mail is unique in the outbox. Before it leaves, what has already arrived
 * about the request is waited for, and the request is read again: one that was answered meanwhile gets no reminder.
 */
@Component
public class SlaReminders {

    private static final Logger log = LoggerFactory.getLogger(SlaReminders.class);

    private static final int BATCH = 100;

    /** After so many in a row to which the portal gave no answer, the rest is left to the next time. */
    private static final int ENOUGH = 3;

    private static final List<String> ENDS = List.of("SENT", "CANCELLED");
    private static final Duration UNTIL_SOMEBODY_IS_THERE = Duration.ofMinutes(10);

    /** News that can't be applied must not silence a breach for longer than this. */
    private static final int LONGEST_WAIT_FOR_NEWS_SECONDS = 60;

    private final Database hubDatabase;
    private final PortalGateway gateway;
    private final ReminderNeed need;
    private final FirmRecipients firm;
    private final MailManners manners;
    private final Outbox outbox;
    private final SlaClocks clocks;
    private final ReminderWords words;
    private final Clock businessClock;
    private final MeterRegistry meters;

    SlaReminders(
            Database hubDatabase,
            PortalGateway gateway,
            ReminderNeed need,
            FirmRecipients firm,
            MailManners manners,
            Outbox outbox,
            SlaClocks clocks,
            ReminderWords words,
            Clock businessClock,
            MeterRegistry meters) {
        this.hubDatabase = hubDatabase;
        this.gateway = gateway;
        this.need = need;
        this.firm = firm;
        this.manners = manners;
        this.outbox = outbox;
        this.clocks = clocks;
        this.words = words;
        this.businessClock = businessClock;
        this.meters = meters;
        ENDS.forEach(this::ended);
    }

    /** @param claim when the lease on the row ends, which also names the claim */
    private record Reminder(
            long id, RequestId request, Metric metric, String kind, Instant clockDueAt, Timestamp claim) {}

    /** Sends all that are due by the business clock. One that fails keeps its lease and is tried again after it. */
    public void sendDue() {
        seeDue(businessClock.instant());
        int inVain = 0;
        List<Reminder> claimed = claim(businessClock.instant());
        while (!claimed.isEmpty()) {
            for (Reminder reminder : claimed) {
                inVain = tryToSend(reminder) ? 0 : inVain + 1;
                if (inVain == ENOUGH) {
                    return; // Waiting for the portal a hundred times would outlast the leases
                }
            }
            claimed = claim(businessClock.instant());
        }
    }

    /** What fell due while nobody looked waits for its news from now on, by the database's clock. */
    private void seeDue(Instant now) {
        hubDatabase.sql("""
                        update hub.sla_reminder set seen_due_at = now()
                        where state = 'OPEN' and due_at is not null and due_at <= :now and seen_due_at is null
                        """).param("now", Database.at(now)).update();
    }

    /** Leases rows for a minute, so that a node that dies between claim and mail leaves them to the others. */
    private List<Reminder> claim(Instant now) {
        return hubDatabase
                .sql("""
                        update hub.sla_reminder r set claimed_until = clock_timestamp() + interval '60 seconds'
                        where r.id in (
                            select d.id from hub.sla_reminder d
                            where d.state = 'OPEN' and d.due_at is not null and d.due_at <= :now
                              and (d.claimed_until is null or d.claimed_until < clock_timestamp())
                              and (d.seen_due_at < clock_timestamp() - :patience * interval '1 second' or not exists (
                                  select 1 from hub.inbox_message m
                                  where m.kind = 'feed' and m.ordering_key = 'request:' || d.request_id
                                    and m.is_open))
                            order by d.due_at limit :batch
                            for update of d skip locked)
                        returning r.id, r.request_id, r.metric, r.kind, r.claimed_until, (
                            select c.due_at from hub.sla_clock c
                            where c.request_id = r.request_id and c.metric = r.metric) as clock_due_at""")
                .param("now", Database.at(now))
                .param("patience", LONGEST_WAIT_FOR_NEWS_SECONDS)
                .param("batch", BATCH)
                .query((row, n) -> new Reminder(
                        row.getLong("id"),
                        new RequestId(row.getString("request_id")),
                        Metric.named(row.getString("metric")).orElseThrow(),
                        row.getString("kind"),
                        Optional.ofNullable(row.getTimestamp("clock_due_at"))
                                .map(Timestamp::toInstant)
                                .orElse(now),
                        row.getTimestamp("claimed_until")))
                .list();
    }

    /** False: the portal gave no answer to it. */
    private boolean tryToSend(Reminder reminder) {
        try {
            sendOrCancel(reminder);
            return true;
        } catch (RuntimeException e) {
            boolean unanswered = e instanceof PortalUnreachable;
            log.atWarn()
                    .setCause(unanswered ? null : e) // what the portal's absence says stands in its message
                    .log(
                            "The reminder {} of request {} can't be sent now; trying again in a minute. {}",
                            reminder.id(),
                            reminder.request().value(),
                            e.getMessage());
            return !unanswered;
        }
    }

    private void sendOrCancel(Reminder reminder) {
        Optional<RequestView> request = gateway.request(reminder.request());
        Optional<RequestState> waiting =
                request.map(RequestView::state).filter(state -> state.status() == RequestStatus.WAITING_ON_CLIENT);
        if (waiting.isPresent()) {
            pause(reminder);
            return;
        }
        need.end(reminder.request(), reminder.metric(), request)
                .ifPresentOrElse(
                        reason -> end(reminder, "CANCELLED", reason),
                        () -> send(reminder, request.orElseThrow().state()));
    }

    private void send(Reminder reminder, RequestState state) {
        List<String> recipients = firm.of(state);
        if (recipients.isEmpty()) {
            log.warn("Nobody can be reminded of {}: set its owner, or a team address for its client", state.number());
            lookAgainLater(reminder);
            return;
        }
        ReminderWords.Promise promise = new ReminderWords.Promise(
                reminder.metric(),
                reminder.clockDueAt().atZone(clocks.zoneOf(state.team())),
                reminder.kind().equals("breach"));
        PlainMails.Words said = words.of(promise, state, manners.leaveContentOut(state.clientId()));
        hubDatabase.inTransaction(() -> {
            if (end(reminder, "SENT", null)) {
                recipients.forEach(recipient -> outbox.enqueue(mail(reminder, state, recipient, said)));
            }
        });
    }

    private OutboxDraft mail(Reminder reminder, RequestState state, String recipient, PlainMails.Words said) {
        return new OutboxDraft(
                ReminderNeed.SOURCE + reminder.id(),
                "mail",
                recipient,
                "system",
                ObjectRef.request(state.id()),
                state.clientId().value(),
                "reminder",
                PlainMails.body(recipient, said),
                null);
    }

    /** False: the row is no longer this claim's, since its clock moved or another node has it. */
    private boolean end(Reminder reminder, String state, @Nullable String reason) {
        boolean ended = hubDatabase
                        .sql("""
                                update hub.sla_reminder
                                set state = :state, reason = :reason, ended_at = now(), claimed_until = null
                                where id = :id and state = 'OPEN' and claimed_until = :claim""")
                        .param("state", state)
                        .param("reason", reason)
                        .param("id", reminder.id())
                        .param("claim", reminder.claim())
                        .update()
                == 1;
        if (ended) {
            ended(state).increment();
        }
        return ended;
    }

    private Counter ended(String state) {
        return meters.counter("vestibule.sla.reminders", "outcome", state.toLowerCase(Locale.ROOT));
    }

    /** The portal knew of the waiting before us. The news that is on its way sets the time at which it is due again. */
    private void pause(Reminder reminder) {
        hubDatabase
                .sql("""
                        update hub.sla_reminder set due_at = null, seen_due_at = null, claimed_until = null
                        where id = :id and state = 'OPEN' and claimed_until = :claim""")
                .param("id", reminder.id())
                .param("claim", reminder.claim())
                .update();
    }

    private void lookAgainLater(Reminder reminder) {
        hubDatabase
                .sql("""
                        update hub.sla_reminder set claimed_until = now() + :pause * interval '1 second'
                        where id = :id and state = 'OPEN' and claimed_until = :claim""")
                .param("pause", UNTIL_SOMEBODY_IS_THERE.toSeconds())
                .param("id", reminder.id())
                .param("claim", reminder.claim())
                .update();
    }
}
