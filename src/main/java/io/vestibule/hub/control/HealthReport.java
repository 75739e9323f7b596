package io.vestibule.hub.control;

import io.vestibule.hub.connection.App;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.hub.connector.ConnectorProblem;
import io.vestibule.hub.feed.FeedCursor;
import io.vestibule.hub.inbox.Conservation;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.RefusedSignatures;
import io.vestibule.hub.inbox.RefusedSignatures.Refusals;
import io.vestibule.hub.mail.mailbox.MailboxWatches;
import io.vestibule.hub.outbox.Deliveries;
import io.vestibule.hub.outbox.FailingConnections;
import io.vestibule.hub.outbox.OutboundTraffic;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.Troubles;
import io.vestibule.platform.database.EmbeddedPostgresWatch;
import io.vestibule.platform.database.EmbeddedPostgresWatch.Outage;
import io.vestibule.platform.database.StorageState;
import io.vestibule.platform.database.StorageState.Hindrance;
import io.vestibule.platform.time.MachineTime;
import io.vestibule.platform.web.OutageWords;
import io.vestibule.platform.web.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** How the hub does right now, read from the queues; asked by the health page and the pages of connections. */
@Component
public class HealthReport {

    private static final Duration REFUSALS_SHOWN = Duration.ofHours(24);
    private static final Duration OUTAGE_SHOWN = Duration.ofHours(24);

    private final Apps apps;
    private final Connections connections;
    private final ConnectorCatalog catalog;
    private final InboxRows inbox;
    private final Deliveries deliveries;
    private final RefusedSignatures refused;
    private final Conservation conservation;
    private final Troubles troubles;
    private final FeedCursor feed;
    private final MailboxWatches mailboxes;
    private final ObjectProvider<EmbeddedPostgresWatch> embedded;
    private final FailingConnections failing;
    private final StorageState storage;
    private final OutageWords outageWords;

    /** @param embedded not there with an external database */
    HealthReport(
            Apps apps,
            Connections connections,
            ConnectorCatalog catalog,
            InboxRows inbox,
            Deliveries deliveries,
            RefusedSignatures refused,
            Conservation conservation,
            Troubles troubles,
            FeedCursor feed,
            MailboxWatches mailboxes,
            ObjectProvider<EmbeddedPostgresWatch> embedded,
            FailingConnections failing,
            StorageState storage,
            OutageWords outageWords) {
        this.apps = apps;
        this.connections = connections;
        this.catalog = catalog;
        this.inbox = inbox;
        this.deliveries = deliveries;
        this.refused = refused;
        this.conservation = conservation;
        this.troubles = troubles;
        this.feed = feed;
        this.mailboxes = mailboxes;
        this.embedded = embedded;
        this.failing = failing;
        this.storage = storage;
        this.outageWords = outageWords;
    }

    /** Whether a connection does its work. */
    public enum Health {
        HEALTHY,
        /** Something waits for a retry. */
        RETRYING,
        DISABLED,
        /** A person must do something. */
        STOPPED
    }

    /** In which direction a connection carries news. */
    public enum Direction {
        IN,
        OUT,
        BOTH
    }

    /**
     * One connection.
     *
     * @param clientId whose it is, null = the whole firm's
     * @param waiting rows not at their end, in both queues
     * @param oldestWaiting since when the oldest of them waits
     * @param errorPercent attempts of the last hour that failed; null when there was none
     */
    public record Line(
            String connection,
            String connector,
            @Nullable String clientId,
            Direction direction,
            Health health,
            @Nullable String problem,
            @Nullable Instant lastSuccess,
            long waiting,
            @Nullable Instant oldestWaiting,
            @Nullable Integer errorPercent) {}

    /**
     * The whole picture.
     *
     * @param troubles what has stopped, in the words of the mail to the admins
     * @param databaseOutage when the embedded database's process was last gone, if that was within a day
     * @param leftAlone vendors that do not answer, with what waits for them
     * @param feedLag age of the oldest portal event that was not handled yet
     * @param feedHeldUpSince since when an open transaction of the portal's database holds its events back, or null
     * @param held received messages that wait for a decision
     * @param stuck received ones that could not be handled, and deliveries that were held, refused or given up
     * @param refused deliveries with a wrong signature, per app, of the last day
     * @param sums what became of everything received today and yesterday (UTC), per source, as last stored
     * @param connectorProblems why catalogue entries can't be used, by name
     */
    public record Report(
            List<Line> lines,
            List<Trouble> troubles,
            @Nullable Outage databaseOutage,
            List<FailingConnections.LeftAlone> leftAlone,
            Duration feedLag,
            @Nullable Instant feedHeldUpSince,
            long held,
            long stuck,
            List<Refusals> refused,
            Map<String, List<ConnectorProblem>> connectorProblems,
            List<Conservation.Sum> sums) {

        /** How many connections do their work. */
        public long working() {
            return lines.stream()
                    .filter(line -> line.health() == Health.HEALTHY)
                    .count();
        }

        /** There are connections, and nobody has to look at any. */
        public boolean allWell() {
            return !lines.isEmpty()
                    && working() == lines.size()
                    && troubles.isEmpty()
                    && leftAlone.isEmpty()
                    && connectorProblems.isEmpty();
        }
    }

    /** All that says how connections do. */
    private record Look(
            Map<String, InboxRows.Numbers> in,
            Map<String, OutboundTraffic> out,
            List<Trouble> stopped,
            List<FailingConnections.LeftAlone> leftAlone) {

        /** Why each that has stopped did. */
        Map<String, String> words() {
            return stopped.stream().collect(Collectors.toMap(Trouble::subject, Trouble::text));
        }

        boolean isLeftAlone(String connection) {
            return leftAlone.stream().anyMatch(one -> one.connection().equals(connection));
        }
    }

    public Report now() {
        Look look = look();
        List<Line> lines = lines(connections.all(), look)
                .sorted(Comparator.comparing(Line::health).reversed().thenComparing(Line::connection))
                .toList();
        long unsent = deliveries.problems().stream()
                .mapToLong(Deliveries.Reasoned::count)
                .sum();
        return new Report(
                lines,
                look.stopped(),
                databaseOutage(),
                look.leftAlone(),
                inbox.lag("portal"),
                feed.heldUpSince().orElse(null),
                look.in().values().stream().mapToLong(InboxRows.Numbers::held).sum(),
                look.in().values().stream().mapToLong(InboxRows.Numbers::dead).sum() + unsent,
                refused.within(REFUSALS_SHOWN),
                catalog.problems(),
                conservation.last(2));
    }

    /** How these connections do, by name. */
    public Map<String, Line> of(Collection<Connection> some) {
        return lines(some, look()).collect(Collectors.toMap(Line::connection, Function.identity()));
    }

    private Look look() {
        return new Look(
                inbox.numbers().stream().collect(Collectors.toMap(InboxRows.Numbers::connection, Function.identity())),
                deliveries.traffic().stream()
                        .collect(Collectors.toMap(OutboundTraffic::connection, Function.identity())),
                stopped(),
                failing.leftAlone());
    }

    private Stream<Line> lines(Collection<Connection> some, Look look) {
        Map<String, String> words = look.words();
        return some.stream().map(connection -> line(connection, words, look));
    }

    private @Nullable Outage databaseOutage() {
        Instant latest = MachineTime.now().minus(OUTAGE_SHOWN);
        return embedded.stream()
                .flatMap(watch -> watch.lastOutage().stream())
                .filter(outage -> outage.since().isAfter(latest))
                .findFirst()
                .orElse(null);
    }

    /** What admins were mailed about or can't be mailed about, and what could not even be switched on. */
    private List<Trouble> stopped() {
        Stream<Trouble> unusable = connections.all().stream()
                .filter(connection -> !connection.enabled())
                .flatMap(connection ->
                        Stream.ofNullable(connection.problem()).map(problem -> Trouble.of(connection.name(), problem)));
        Stream<Trouble> nothingStored = storage.hindrance().map(this::nothingStored).stream();
        return Stream.of(nothingStored, troubles.all().stream(), unusable)
                .flatMap(Function.identity())
                .toList();
    }

    private Trouble nothingStored(Hindrance hindrance) {
        Problem words = outageWords.of(hindrance);
        return new Trouble(
                "platform:storage", Trouble.Kind.STORAGE, List.of(), words.description() + " " + words.action());
    }

    private Line line(Connection connection, Map<String, String> words, Look look) {
        String name = connection.name();
        InboxRows.Numbers in = look.in().get(name);
        OutboundTraffic out = Objects.requireNonNullElse(look.out().get(name), OutboundTraffic.none(name));
        long open = in == null ? 0 : in.open();
        long attempts = out.attempts() + (in == null ? 0 : in.handled());
        long failures = out.failures() + (in == null ? 0 : in.failed());
        boolean retrying = look.isLeftAlone(name) || (failures > 0 && open + out.waiting() > 0);
        String problem = problemOf(connection, words);
        return new Line(
                name,
                connection.connector(),
                connection.client() == null ? null : connection.client().value(),
                direction(connection),
                health(connection, problem, retrying),
                problem,
                later(lastIn(connection, in), out.lastSuccess()),
                open + out.waiting(),
                earlier(in == null ? null : in.oldestOpen(), out.oldestWaiting()),
                attempts == 0 ? null : (int) (100 * failures / attempts));
    }

    /** A mailbox works when it can be looked into, whether or not somebody wrote. */
    private @Nullable Instant lastIn(Connection connection, InboxRows.@Nullable Numbers in) {
        Instant looked = mailboxes
                .find(connection.name())
                .map(MailboxWatches.Watch::lastSuccess)
                .orElse(null);
        return later(looked, in == null ? null : in.lastApplied());
    }

    private @Nullable String problemOf(Connection connection, Map<String, String> words) {
        String own = words.get(connection.name());
        return own != null ? own : apps.find(connection.app()).map(App::problem).orElse(null);
    }

    private Health health(Connection connection, @Nullable String problem, boolean retrying) {
        if (problem != null) {
            return Health.STOPPED;
        }
        if (!connections.working(connection)) {
            return Health.DISABLED;
        }
        return retrying ? Health.RETRYING : Health.HEALTHY;
    }

    /** A mailbox sends, too; others send when their connector has a rule for it. */
    private Direction direction(Connection connection) {
        Connector connector = catalog.find(connection.connector()).orElse(null);
        if (connector == null || connector.receive().mail() != null) {
            return Direction.BOTH;
        }
        boolean in = connector.receive().webhook() != null;
        boolean out = !connector.outbound().isEmpty();
        if (in && out) {
            return Direction.BOTH;
        }
        return out ? Direction.OUT : Direction.IN;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return Stream.of(one, other)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return Stream.of(one, other)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
