package io.vestibule.hub.control.replay;

import io.vestibule.hub.control.replay.DryRun.Group;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxCensus;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.outbox.Deliveries;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxCensus;
import io.vestibule.hub.outbox.OutboxRow;
import io.vestibule.hub.outbox.OutboxState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Both queues as a replay of many messages sees them: what can be taken, how one is sent on its way, how it ended. */
@Component
class ReplayQueues {

    private final Inbox inbox;
    private final InboxRows received;
    private final InboxCensus receivedCensus;
    private final Outbox outbox;
    private final Deliveries deliveries;
    private final OutboxCensus sentCensus;

    ReplayQueues(
            Inbox inbox,
            InboxRows received,
            InboxCensus receivedCensus,
            Outbox outbox,
            Deliveries deliveries,
            OutboxCensus sentCensus) {
        this.inbox = inbox;
        this.received = received;
        this.receivedCensus = receivedCensus;
        this.outbox = outbox;
        this.deliveries = deliveries;
        this.sentCensus = sentCensus;
    }

    long newest(Direction direction) {
        return switch (direction) {
            case RECEIVED -> receivedCensus.newest();
            case SENT -> sentCensus.newest();
        };
    }

    List<Group> groups(Selection selection, long upTo) {
        return switch (selection) {
            case Selection.Received in ->
                receivedCensus.groups(in.filter(), upTo).stream()
                        .map(ReplayQueues::group)
                        .toList();
            case Selection.Sent out ->
                sentCensus.groups(out.filter(), upTo).stream()
                        .map(ReplayQueues::group)
                        .toList();
        };
    }

    private static Group group(InboxCensus.Group group) {
        Hindrance hindrance = group.originalGone() ? Hindrance.ORIGINAL_GONE : hindrance(group.state());
        return new Group(
                group.state().name(),
                group.source(),
                group.client(),
                hindrance,
                group.count(),
                group.oldest(),
                group.newest());
    }

    private static Group group(OutboxCensus.Group group) {
        return new Group(
                group.state().name(),
                group.connection(),
                group.client(),
                hindrance(group.state()),
                group.count(),
                group.oldest(),
                group.newest());
    }

    /** Ids in the order of receipt, which is the order they are claimed in. */
    List<Long> replayable(Selection selection, long upTo, int atMost) {
        return switch (selection) {
            case Selection.Received in -> receivedCensus.replayable(in.filter(), upTo, atMost);
            case Selection.Sent out -> sentCensus.failed(out.filter(), upTo, atMost);
        };
    }

    /** Sends one on its way in the caller's transaction. Empty when done, else why it was left as it is. */
    Optional<Hindrance> replay(Direction direction, long id, String by) {
        return switch (direction) {
            case RECEIVED -> replayReceived(id, by);
            case SENT -> replaySent(id, by);
        };
    }

    /** One that somebody else replayed between the look and the act is replayed twice, which has no second effect. */
    private Optional<Hindrance> replayReceived(long id, String by) {
        Optional<InboxRow> row = received.find(id);
        if (row.isEmpty()) {
            return Optional.of(Hindrance.ORIGINAL_GONE);
        }
        Hindrance hindrance = hindrance(row.get().state());
        if (hindrance != null) {
            return Optional.of(hindrance);
        }
        return switch (inbox.replay(id, by)) {
            case DONE -> Optional.empty();
            case STILL_OPEN -> Optional.of(Hindrance.STILL_OPEN);
            case ORIGINAL_GONE -> Optional.of(Hindrance.ORIGINAL_GONE);
        };
    }

    private Optional<Hindrance> replaySent(long id, String by) {
        if (outbox.replayFailed(id, by)) {
            return Optional.empty();
        }
        Hindrance hindrance = deliveries
                .find(id)
                .map(OutboxRow::state)
                .map(ReplayQueues::hindrance)
                .orElse(Hindrance.CALLED_OFF);
        return Optional.of(hindrance);
    }

    private static @Nullable Hindrance hindrance(InboxState state) {
        if (InboxCensus.withoutEffect(state)) {
            return null;
        }
        return state == InboxState.APPLIED ? Hindrance.ALREADY_DONE : Hindrance.STILL_OPEN;
    }

    private static @Nullable Hindrance hindrance(OutboxState state) {
        return switch (state) {
            case WAITING, SENDING, RETRY, HELD -> Hindrance.STILL_OPEN;
            case SENT, NOT_NEEDED -> Hindrance.ALREADY_DONE;
            case CANCELLED, PUT_AWAY -> Hindrance.CALLED_OFF;
            case REFUSED, DEAD -> null;
        };
    }

    /** Which of these are at an end, and the name of the state they ended in. */
    Map<Long, String> ended(Direction direction, Collection<Long> ids) {
        Map<Long, ? extends Enum<?>> ends = switch (direction) {
            case RECEIVED -> receivedCensus.ended(ids);
            case SENT -> sentCensus.ended(ids);
        };
        return ends.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().name()));
    }
}
