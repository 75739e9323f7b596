package io.vestibule.hub.sla;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.ServiceLevel;
import io.vestibule.hub.sla.SlaPolicy.Metric;
import io.vestibule.platform.database.Columns;
import io.vestibule.platform.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The clocks of all requests: keeps the facts that move them, computes them anew at each, and sets the reminders' due
 * times by them. Recording a fact twice changes nothing.
 */
@Component
public class SlaClocks {

    private static final DateTimeFormatter FROM = DateTimeFormatter.ofPattern("EEE d MMM HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter TO = DateTimeFormatter.ofPattern("HH:mm:ss zzz", Locale.ENGLISH);

    private final Database hubDatabase;
    private final SlaPolicies policies;
    private final Clock businessClock;

    SlaClocks(Database hubDatabase, SlaPolicies policies, Clock businessClock) {
        this.hubDatabase = hubDatabase;
        this.policies = policies;
        this.businessClock = businessClock;
    }

    /** @return the clocks as they stand after the facts, in the order of {@link Metric} */
    List<SlaClock> record(RequestState request, String eventId, List<SlaFact> facts) {
        return hubDatabase.inTransaction(() -> {
            String id = request.id().value();
            lock(id);
            facts.forEach(fact -> insert(id, eventId, fact));
            return computeAndStore(request);
        });
    }

    /** When the first answer is due, as promised to the client; empty when it isn't running. */
    public Optional<Instant> firstResponseDue(RequestId request) {
        return hubDatabase
                .sql("select due_at from hub.sla_clock where request_id = ? and metric = ? and due_at is not null")
                .params(request.value(), Metric.FIRST_RESPONSE.wireName())
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .optional();
    }

    /** A promise to a client that runs. */
    record RunningPromise(Metric metric, Instant dueAt) {}

    /** What was promised next, and is not missed. */
    Optional<RunningPromise> nextDue(RequestId request) {
        return hubDatabase
                .sql("""
                        select metric, due_at from hub.sla_clock
                        where request_id = ? and stopped_at is null and due_at > ? order by due_at limit 1""")
                .params(request.value(), Database.at(businessClock.instant()))
                .query((row, n) -> new RunningPromise(
                        Metric.named(row.getString("metric")).orElseThrow(),
                        row.getTimestamp("due_at").toInstant()))
                .optional();
    }

    /** A promise that is running or has been missed and not kept since. */
    public record DueClock(String requestNumber, String metric, String policy, Instant dueAt) {}

    /** The open promises that run out next, missed ones first. */
    public List<DueClock> dueNext(int atMost) {
        return hubDatabase
                .sql("""
                        select request_number, metric, policy, due_at from hub.sla_clock
                        where state in ('RUNNING', 'BREACHED') and stopped_at is null and due_at is not null
                        order by due_at limit ?""")
                .param(atMost)
                .query((row, n) -> new DueClock(
                        row.getString("request_number"),
                        row.getString("metric"),
                        row.getString("policy"),
                        row.getTimestamp("due_at").toInstant()))
                .list();
    }

    /** The zone in which the firm promises times to this team's clients. */
    public ZoneId zoneOf(@Nullable String team) {
        return policies.calendarOf(policies.forTeam(team)).zone();
    }

    /** What pages show of the clocks, with the calculation line by line. */
    List<ServiceLevel> explain(RequestState request, List<SlaClock> clocks) {
        BusinessCalendar calendar = policies.calendarOf(policies.forTeam(request.team()));
        return clocks.stream()
                .map(clock -> new ServiceLevel(
                        clock.metric().wireName(),
                        clock.dueAt(),
                        clock.state().name().toLowerCase(Locale.ROOT),
                        lines(clock, calendar)))
                .toList();
    }

    private static List<String> lines(SlaClock clock, BusinessCalendar calendar) {
        List<String> lines = new ArrayList<>();
        for (BusinessCalendar.Interval interval : clock.worked()) {
            lines.add("%s to %s: %s"
                    .formatted(
                            FROM.format(interval.from().atZone(calendar.zone())),
                            TO.format(interval.to().atZone(calendar.zone())),
                            inWords(interval.length())));
        }
        return lines;
    }

    private static String inWords(Duration length) {
        String hours = length.toHours() > 0 ? length.toHours() + " h " : "";
        String minutes = length.toMinutesPart() > 0 ? length.toMinutesPart() + " min " : "";
        String seconds = length.toSecondsPart() > 0 ? length.toSecondsPart() + " s" : "";
        return (hours + minutes + seconds).strip();
    }

    /** Facts of one request are taken one after the other, whichever node they come to. */
    private void lock(String requestId) {
        hubDatabase
                .sql("select pg_advisory_xact_lock(hashtextextended('sla:' || ?, 0))")
                .param(requestId)
                .query((row, n) -> n)
                .list();
    }

    private void insert(String requestId, String eventId, SlaFact fact) {
        hubDatabase
                .sql("""
                        insert into hub.sla_fact (request_id, event_id, kind, at) values (?, ?, ?, ?)
                        on conflict do nothing""")
                .params(requestId, eventId, fact.kind().name(), Database.at(fact.at()))
                .update();
    }

    private List<SlaClock> computeAndStore(RequestState request) {
        SlaPolicy policy = policies.forTeam(request.team());
        BusinessCalendar calendar = policies.calendarOf(policy);
        List<SlaFact> facts = facts(request.id().value());
        Instant now = businessClock.instant();
        List<SlaClock> clocks = Stream.of(Metric.values())
                .map(metric -> SlaClock.compute(metric, policy, calendar, facts, now))
                .toList();
        store(request, policy, clocks);
        remindAt(
                request,
                clocks.stream()
                        .flatMap(clock -> Stream.of(
                                new Reminder(clock, "breach", clock.dueAt()),
                                new Reminder(clock, "before", beforeDue(clock, policy, calendar))))
                        .toList());
        return clocks;
    }

    private List<SlaFact> facts(String requestId) {
        return hubDatabase
                .sql("select at, kind from hub.sla_fact where request_id = ? order by at, event_id")
                .param(requestId)
                .query((row, n) ->
                        new SlaFact(row.getTimestamp("at").toInstant(), SlaFact.Kind.valueOf(row.getString("kind"))))
                .list();
    }

    private static @Nullable Instant beforeDue(SlaClock clock, SlaPolicy policy, BusinessCalendar calendar) {
        Duration untilReminder =
                policy.target(clock.metric()).minus(clock.used()).minus(policy.remindBefore());
        Instant since = clock.runningSince();
        return since == null || !untilReminder.isPositive() ? null : calendar.after(since, untilReminder);
    }

    private void store(RequestState request, SlaPolicy policy, List<SlaClock> clocks) {
        hubDatabase
                .sql("""
                        insert into hub.sla_clock
                            (request_id, metric, request_number, client_id, policy, state, due_at, stopped_at)
                        select :request, metric, :number, :client, :policy, state, due_at, stopped_at
                        from unnest(:metric, :state, :dueAt::timestamptz[], :stoppedAt::timestamptz[])
                            as c (metric, state, due_at, stopped_at)
                        on conflict (request_id, metric) do update set
                            policy = excluded.policy, state = excluded.state,
                            due_at = excluded.due_at, stopped_at = excluded.stopped_at""")
                .param("request", request.id().value())
                .param("number", request.number())
                .param("client", request.clientId().value())
                .param("policy", policy.name())
                .param("metric", Columns.texts(clocks, clock -> clock.metric().wireName()))
                .param("state", Columns.texts(clocks, clock -> clock.state().name()))
                .param("dueAt", Columns.texts(clocks, clock -> text(clock.dueAt())))
                .param("stoppedAt", Columns.texts(clocks, clock -> text(clock.stoppedAt())))
                .update();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /** @param dueAt null while its clock does not run */
    private record Reminder(
            SlaClock clock, String kind, @Nullable Instant dueAt) {}

    /**
     * A reminder that went out stays as it is. An open one follows its clock, a stopped clock leaves it without a time;
     * one that was called off is open again when its clock goes on. A claim on one whose time moved ends.
     */
    private void remindAt(RequestState request, List<Reminder> reminders) {
        hubDatabase
                .sql("""
                        insert into hub.sla_reminder as r (request_id, metric, kind, due_at)
                        select :request, metric, kind, due_at
                        from unnest(:metric, :kind, :dueAt::timestamptz[]) as n (metric, kind, due_at)
                        on conflict (request_id, metric, kind) do update set
                            due_at = excluded.due_at, state = 'OPEN', reason = null, ended_at = null,
                            seen_due_at = null, claimed_until = null
                        where r.state = 'OPEN' and r.due_at is distinct from excluded.due_at
                           or r.state = 'CANCELLED' and excluded.due_at is not null""")
                .param("request", request.id().value())
                .param(
                        "metric",
                        Columns.texts(
                                reminders, reminder -> reminder.clock().metric().wireName()))
                .param("kind", Columns.texts(reminders, Reminder::kind))
                .param("dueAt", Columns.texts(reminders, reminder -> text(reminder.dueAt())))
                .update();
    }
}
