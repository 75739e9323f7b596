package io.vestibule.hub.sla;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.PersonView;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxDraft;
import io.vestibule.hub.sla.SlaPolicy.Metric;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.web.PublicAddress;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sends the reminders that are due, called by the clustered schedule {@code remind-sla}. Each goes out at most once: a
 * row is claimed with SKIP LOCKED, and its mail is unique in the outbox. Before it leaves, what has already arrived
 * about the request is waited for, and the request is read again: one that was answered meanwhile gets no reminder.
 */
@Component
public class SlaReminders {

    private static final int BATCH = 100;

    /** News that can't be applied must not silence a breach for longer than this. */
    private static final int LONGEST_WAIT_FOR_NEWS_SECONDS = 60;

    private final Database hubDatabase;
    private final PortalGateway gateway;
    private final Outbox outbox;
    private final SlaClocks clocks;
    private final ObjectMapper json;
    private final Clock businessClock;
    private final PublicAddress publicAddress;

    SlaReminders(
            Database hubDatabase,
            PortalGateway gateway,
            Outbox outbox,
            SlaClocks clocks,
            ObjectMapper json,
            Clock businessClock,
            PublicAddress publicAddress) {
        this.hubDatabase = hubDatabase;
        this.gateway = gateway;
        this.outbox = outbox;
        this.clocks = clocks;
        this.json = json;
        this.businessClock = businessClock;
        this.publicAddress = publicAddress;
    }

    private record Reminder(long id, RequestId request, Metric metric, String kind, Instant clockDueAt) {}

    /** Sends all that are due by the business clock. */
    public void sendDue() {
        List<Reminder> claimed = claim(businessClock.instant());
        while (!claimed.isEmpty()) {
            claimed.forEach(this::sendOrCancel);
            claimed = claim(businessClock.instant());
        }
    }

    /** Leases rows for a minute, so that a node that dies between claim and mail leaves them to the others. */
    private List<Reminder> claim(Instant now) {
        return hubDatabase
                .sql("""
                        update hub.sla_reminder r set claimed_until = now() + interval '60 seconds'
                        where r.id in (
                            select d.id from hub.sla_reminder d
                            where d.state = 'OPEN' and d.due_at is not null and d.due_at <= :now
                              and (d.claimed_until is null or d.claimed_until < now())
                              and (d.due_at < :patience or not exists (
                                  select 1 from hub.inbox_message m
                                  where m.kind = 'feed' and m.ordering_key = 'request:' || d.request_id
                                    and m.state in ('RECEIVED', 'PROCESSING', 'RETRY')))
                            order by d.due_at limit :batch
                            for update of d skip locked)
                        returning r.id, r.request_id, r.metric, r.kind, (
                            select c.due_at from hub.sla_clock c
                            where c.request_id = r.request_id and c.metric = r.metric) as clock_due_at""")
                .param("now", Database.at(now))
                .param("patience", Database.at(now.minusSeconds(LONGEST_WAIT_FOR_NEWS_SECONDS)))
                .param("batch", BATCH)
                .query((row, n) -> new Reminder(
                        row.getLong("id"),
                        new RequestId(row.getString("request_id")),
                        Metric.named(row.getString("metric")).orElseThrow(),
                        row.getString("kind"),
                        Optional.ofNullable(row.getTimestamp("clock_due_at"))
                                .map(Timestamp::toInstant)
                                .orElse(now)))
                .list();
    }

    private void sendOrCancel(Reminder reminder) {
        Optional<RequestView> request = gateway.request(reminder.request());
        if (request.isEmpty()) {
            end(reminder, "CANCELLED", "the portal has no such request any more");
            return;
        }
        RequestState state = request.get().state();
        if (state.status() == RequestStatus.DONE || state.status() == RequestStatus.WAITING_ON_CLIENT) {
            end(reminder, "CANCELLED", "the request is " + words(state.status()));
            return;
        }
        List<String> recipients = recipients(state);
        if (recipients.isEmpty()) {
            end(reminder, "CANCELLED", "nobody to remind: set an owner, or a team address for the client");
            return;
        }
        hubDatabase.inTransaction(() -> {
            recipients.forEach(recipient -> outbox.enqueue(mail(reminder, state, recipient)));
            end(reminder, "SENT", null);
        });
    }

    /** The owner; without one the team's address; without that the firm's admins. */
    private List<String> recipients(RequestState state) {
        Party owner = state.owner();
        if (owner != null && owner.email() != null) {
            return List.of(owner.email());
        }
        if (state.teamAddress() != null) {
            return List.of(state.teamAddress());
        }
        return gateway.people().stream()
                .filter(person -> person.active() && person.role().equals("internal-admin"))
                .map(PersonView::email)
                .toList();
    }

    private OutboxDraft mail(Reminder reminder, RequestState state, String recipient) {
        return new OutboxDraft(
                "sla:" + reminder.id(),
                "mail",
                recipient.toLowerCase(Locale.ROOT),
                "system",
                ObjectRef.request(state.id()),
                state.clientId().value(),
                "reminder",
                body(reminder, state, recipient),
                null);
    }

    private String body(Reminder reminder, RequestState state, String recipient) {
        String due = DateTimeFormatter.ofPattern("EEE d MMM HH:mm zzz", Locale.ENGLISH)
                .withZone(clocks.zoneOf(state.team()))
                .format(reminder.clockDueAt());
        boolean breach = reminder.kind().equals("breach");
        String subject = breach
                ? "Overdue: %s %s".formatted(state.number(), state.subject())
                : "Due soon: %s %s".formatted(state.number(), state.subject());
        String text = (breach ? "%s for %s was due %s and has not happened." : "%s for %s is due %s.")
                .formatted(reminder.metric().title(), state.number(), due);
        String page = publicAddress.of("/portal/requests/" + state.number());
        return asJson(Map.of(
                "kind",
                "plain",
                "to",
                recipient,
                "subject",
                subject,
                "text",
                "%s%n%nClient: %s%nRequest: %s%nOpen it: %s%n"
                        .formatted(text, state.clientName(), state.subject(), page)));
    }

    private String asJson(Map<String, String> body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of strings is always JSON", e);
        }
    }

    private static String words(RequestStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void end(Reminder reminder, String state, @Nullable String reason) {
        hubDatabase
                .sql("""
                        update hub.sla_reminder set state = :state, reason = :reason, ended_at = now(), claimed_until = null
                        where id = :id and state = 'OPEN'""")
                .param("state", state)
                .param("reason", reason)
                .param("id", reminder.id())
                .update();
    }
}
