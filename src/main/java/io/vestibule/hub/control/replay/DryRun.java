package io.vestibule.hub.control.replay;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a replay would do, counted and nothing changed.
 *
 * @param upTo id of the newest message then: what comes later is not drawn in
 * @param hindered how many would be left as they are, and why
 * @param byClient clients by id; an empty one stands for those that belong to nobody known
 * @param oldest of those that would be replayed; null when there is none
 */
public record DryRun(
        long upTo,
        Tally all,
        Map<Hindrance, Long> hindered,
        Map<String, Tally> byState,
        Map<String, Tally> bySource,
        Map<String, Tally> byClient,
        @Nullable Instant oldest,
        @Nullable Instant newest) {

    /** @param taken how many of the found would be replayed */
    public record Tally(long found, long taken) {

        Tally plus(Tally other) {
            return new Tally(found + other.found, taken + other.taken);
        }
    }

    /** Messages that are alike. {@code hindrance}: null when they can be replayed */
    record Group(
            String state,
            String source,
            @Nullable String client,
            @Nullable Hindrance hindrance,
            long count,
            Instant oldest,
            Instant newest) {

        Tally tally() {
            return new Tally(count, hindrance == null ? count : 0);
        }
    }

    static DryRun of(long upTo, List<Group> groups) {
        Map<Hindrance, Long> hindered = new EnumMap<>(Hindrance.class);
        for (Group group : groups) {
            if (group.hindrance() != null) {
                hindered.merge(group.hindrance(), group.count(), Long::sum);
            }
        }
        List<Group> taken =
                groups.stream().filter(group -> group.hindrance() == null).toList();
        return new DryRun(
                upTo,
                groups.stream().map(Group::tally).reduce(new Tally(0, 0), Tally::plus),
                hindered,
                by(groups, Group::state),
                by(groups, Group::source),
                by(groups, group -> group.client() == null ? "" : group.client()),
                taken.stream().map(Group::oldest).min(Comparator.naturalOrder()).orElse(null),
                taken.stream().map(Group::newest).max(Comparator.naturalOrder()).orElse(null));
    }

    private static Map<String, Tally> by(List<Group> groups, Function<Group, String> part) {
        Map<String, Tally> tallies = new TreeMap<>();
        groups.forEach(group -> tallies.merge(part.apply(group), group.tally(), Tally::plus));
        return tallies;
    }
}
