package io.vestibule.hub.control.replay;

import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.control.replay.DryRun.Group;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Looks at what a replay of many messages would do, and starts it; the work is done by {@link ReplayWork}. */
@Component
public class BulkReplay {

    /** A larger set is a wish to look at the filter again; several runs may follow each other. */
    public static final int MOST = 100_000;

    public static final int SLOWEST = 1;
    public static final int USUAL = 60;
    public static final int FASTEST = 1_200;

    private final ReplayQueues queues;
    private final ReplayRuns runs;
    private final Connections connections;

    BulkReplay(ReplayQueues queues, ReplayRuns runs, Connections connections) {
        this.queues = queues;
        this.runs = runs;
        this.connections = connections;
    }

    /**
     * What a person decided.
     *
     * @param found address of the list it was started from
     * @param perMinute between {@link #SLOWEST} and {@link #FASTEST}
     * @param upTo as in the dry run the person saw
     */
    public record Order(String found, String reason, int perMinute, String by, long upTo) {}

    /** Counts; changes nothing. What came to nobody over a client's own connection counts as the client's. */
    public DryRun look(Selection selection) {
        Map<String, String> clients = connections.all().stream()
                .flatMap(connection -> Stream.ofNullable(connection.client())
                        .map(client -> Map.entry(connection.name(), client.value())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        long upTo = queues.newest(selection.direction());
        List<Group> groups = queues.groups(selection, upTo).stream()
                .map(group -> group.client() != null
                        ? group
                        : new Group(
                                group.state(),
                                group.source(),
                                clients.get(group.source()),
                                group.hindrance(),
                                group.count(),
                                group.oldest(),
                                group.newest()))
                .toList();
        return DryRun.of(upTo, groups);
    }

    /** How a start ended. */
    public sealed interface Start {
        record Started(long run) implements Start {}

        record NothingToDo() implements Start {}

        /** More than {@link #MOST}. */
        record TooMany() implements Start {}
    }

    /** Fixes the set and begins. */
    public Start start(Selection selection, Order order) {
        List<Long> messages = queues.replayable(selection, order.upTo(), MOST + 1);
        if (messages.isEmpty()) {
            return new Start.NothingToDo();
        }
        if (messages.size() > MOST) {
            return new Start.TooMany();
        }
        return new Start.Started(runs.start(selection.direction(), order, messages));
    }
}
