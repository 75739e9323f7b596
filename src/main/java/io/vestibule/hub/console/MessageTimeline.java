package io.vestibule.hub.console;

import io.vestibule.hub.agreement.Conflicts;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.mail.MailEvidence;
import io.vestibule.hub.outbox.Deliveries;
import io.vestibule.hub.outbox.DeliveryAttempt;
import io.vestibule.hub.outbox.OutboxRow;
import io.vestibule.platform.observe.Trace;
import io.vestibule.platform.web.TimelineEntry;
import io.vestibule.platform.web.TimelineEntry.Kind;
import io.vestibule.platform.web.TimelineEntry.TimelineLink;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * The life of one message across the rooms, oldest first: receipt, each handling, what it became in the portal, and
 * what went out because of it.
 */
@Component
class MessageTimeline {

    /** So many of the things that one message brought about stand on its page. */
    private static final int SHOWN = 200;

    private final InboxRows received;
    private final Deliveries deliveries;
    private final Outcomes outcomes;
    private final MailEvidence evidence;
    private final Conflicts conflicts;
    private final Reasons reasons;
    private final News news;
    private final MessageSource messages;

    MessageTimeline(
            InboxRows received,
            Deliveries deliveries,
            Outcomes outcomes,
            MailEvidence evidence,
            Conflicts conflicts,
            Reasons reasons,
            News news,
            MessageSource messages) {
        this.received = received;
        this.deliveries = deliveries;
        this.outcomes = outcomes;
        this.evidence = evidence;
        this.conflicts = conflicts;
        this.reasons = reasons;
        this.news = news;
        this.messages = messages;
    }

    List<TimelineEntry> of(InboxRow row) {
        List<TimelineEntry> entries = new ArrayList<>();
        TimelineEntry receipt = TimelineEntry.fact(
                "received", Kind.RECEIVED, row.app(), say("messages.arrived", news.of(row)), row.receivedAt());
        entries.add(receipt.withEvidence(
                row.kind().equals("mail")
                        ? trace(row.trace())
                        : and(trace(row.trace()), say("messages.event-name", row.eventType()))));
        received.history(row.id()).forEach(change -> entries.add(entry(entries.size(), row, change)));
        explain(row, entries);
        addCaused(row, entries);
        conflicts.ofReceived(row.id()).forEach(met -> entries.add(entry(entries.size(), met)));
        return inOrder(entries);
    }

    List<TimelineEntry> of(OutboxRow row) {
        List<TimelineEntry> entries = new ArrayList<>();
        entries.add(TimelineEntry.fact(
                        "asked",
                        Kind.RECEIVED,
                        say("messages.hub"),
                        say("messages.asked", reasons.purpose(row.draft().purpose())),
                        row.createdAt())
                .withEvidence(and(
                        trace(row.trace()),
                        say("messages.source-name", row.draft().source()))));
        for (DeliveryAttempt attempt : deliveries.attempts(row.id())) {
            entries.add(entry(entries.size(), row, attempt));
        }
        conflicts.ofSent(row.id()).forEach(met -> entries.add(entry(entries.size(), met)));
        deliveries
                .events(row.id())
                .forEach(event -> entries.add(TimelineEntry.fact(
                                "event-" + entries.size(),
                                Kind.FACT,
                                event.who(),
                                say("messages.did." + event.what()),
                                event.at())
                        .withText(event.why())));
        return inOrder(entries);
    }

    /** By this all messages and deliveries that belong together are found, here and in the log. */
    private List<String> trace(@Nullable String traceparent) {
        return Trace.of(traceparent)
                .map(trace -> List.of(say("messages.trace", trace.id())))
                .orElse(List.of());
    }

    private static List<String> and(List<String> lines, String line) {
        return Stream.concat(lines.stream(), Stream.of(line)).toList();
    }

    /** Why a mail went where it went stands under the latest step: a new handling replaces it. */
    private void explain(InboxRow row, List<TimelineEntry> entries) {
        List<String> lines = evidence.of(row.id());
        if (!lines.isEmpty()) {
            List<String> all = new ArrayList<>(entries.getLast().evidence());
            all.addAll(lines);
            entries.set(entries.size() - 1, entries.getLast().withEvidence(all));
        }
    }

    private TimelineEntry entry(int number, InboxRow row, InboxRow.Change change) {
        String who = change.by() == null ? say("messages.hub") : change.by();
        String state = say("state." + Words.key(change.state()));
        String sentence = reasons.sentence(change.reason());
        return TimelineEntry.fact(
                        "step-" + number,
                        kind(change.state()),
                        who,
                        sentence == null ? state : state + ": " + sentence,
                        change.at())
                .withText(text(row, change));
    }

    private @Nullable String text(InboxRow row, InboxRow.Change change) {
        if (change.state() == InboxState.APPLIED && Outcomes.isFeed(row)) {
            return outcomes.of(List.of(row)).get(row.id());
        }
        return change.detail() != null && Inbox.LET_IN.equals(change.reason())
                ? say("messages.accepted", reasons.sentence(change.detail()))
                : change.detail();
    }

    private TimelineEntry entry(int number, OutboxRow row, DeliveryAttempt attempt) {
        String outcome = attempt.outcome();
        String did = outcome == null
                ? say("messages.attempt-running")
                : say("state." + outcome.toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        String sentence = reasons.sentence(attempt.reason());
        boolean good = Objects.equals(outcome, "SENT") || Objects.equals(outcome, "NOT_NEEDED");
        return TimelineEntry.fact(
                        "attempt-" + number,
                        good ? Kind.DONE : Kind.PROBLEM,
                        row.draft().target(),
                        sentence == null ? did : did + ": " + sentence,
                        attempt.startedAt())
                .withText(isOwnId(row, attempt) ? null : attempt.words());
    }

    private TimelineEntry entry(int number, Conflicts.Met met) {
        String before = say("status." + met.base());
        String ours = say("status." + met.ours());
        String winner = say(met.recordWon() ? "messages.conflict.record" : "messages.conflict.portal");
        return TimelineEntry.fact(
                        "conflict-" + number, Kind.FACT, say("messages.hub"), say("messages.conflict"), met.at())
                .withText(say("messages.conflict.values", before, ours, met.connection(), met.theirs()) + " " + winner);
    }

    /** What a mail server answers with: the number of our own mail, which stands among the facts. */
    private static boolean isOwnId(OutboxRow row, DeliveryAttempt attempt) {
        return row.messageId() != null && ("<" + row.messageId() + ">").equals(attempt.words());
    }

    private void addCaused(InboxRow row, List<TimelineEntry> entries) {
        List<OutboxRow> caused = causedBy(row);
        caused.stream().limit(SHOWN).forEach(delivery -> entries.add(sentFor(delivery)));
        caused.stream().skip(SHOWN).findFirst().ifPresent(next -> entries.add(moreFrom(next)));
    }

    /** Deliveries about the object this message changed that were asked for after it came, one more than is shown. */
    private List<OutboxRow> causedBy(InboxRow row) {
        if (Outcomes.isFeed(row)) {
            return outcomes.causedBy(row);
        }
        String type = row.objectType();
        String id = row.objectId();
        return type == null || id == null
                ? List.of()
                : deliveries.byObject(new ObjectRef(type, id), row.receivedAt(), SHOWN + 1);
    }

    /** The list of what was sent goes on where this page ends: a list knows the client, not the object. */
    private TimelineEntry moreFrom(OutboxRow next) {
        String from = next.createdAt().truncatedTo(ChronoUnit.SECONDS).toString();
        MessageFilter since = new MessageFilter(null, null, null, next.draft().clientId(), from, null, null, null);
        return new TimelineEntry(
                "more-deliveries",
                Kind.DELIVERY,
                say("messages.hub"),
                say("messages.caused.more"),
                null,
                next.createdAt(),
                null,
                null,
                null,
                List.of(),
                List.of(),
                new TimelineLink(say("messages.sent"), since.address("/console/messages/sent")));
    }

    private TimelineEntry sentFor(OutboxRow delivery) {
        String did = say(
                "messages.caused",
                reasons.purpose(delivery.draft().purpose()),
                say("state." + Words.key(delivery.state())));
        return TimelineEntry.fact(
                "delivery-" + delivery.id(), Kind.DELIVERY, delivery.draft().target(), did, delivery.createdAt());
    }

    private static Kind kind(InboxState state) {
        return switch (state) {
            case APPLIED -> Kind.DONE;
            case RETRY, HELD, REFUSED, DEAD -> Kind.PROBLEM;
            case RECEIVED, PROCESSING, IGNORED -> Kind.FACT;
        };
    }

    private static List<TimelineEntry> inOrder(List<TimelineEntry> entries) {
        return entries.stream().sorted(Comparator.comparing(TimelineEntry::at)).toList();
    }

    private String say(String key, @Nullable Object... arguments) {
        return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
    }
}
