package io.vestibule.hub.console;

import io.vestibule.hub.inbox.Dismissal;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.outbox.Deliveries;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How many messages are stuck, by list, owner and reason: one look for a whole page of problems. */
record ProblemCounts(List<Count> counts) {

    /** Begins the names of the lists of what goes out. */
    static final String SENT = "sent-";

    /** The lists in their order: what came in first. */
    private static final List<String> LISTS =
            List.of("held", "dead", "refused", SENT + "held", SENT + "dead", SENT + "refused");

    /** @param list name of the list in the address and in the messages */
    record Count(String list, String reason, long count) {}

    /** What was put away asks for nobody. */
    static ProblemCounts of(InboxRows received, Deliveries deliveries) {
        return new ProblemCounts(Stream.concat(
                        received.reasons(InboxState.HELD, InboxState.DEAD, InboxState.REFUSED).stream()
                                .filter(row -> !Dismissal.isPutAway(row.reason()))
                                .map(row -> new Count(Words.key(row.state()), row.reason(), row.count())),
                        deliveries.problems().stream()
                                .map(row -> new Count(SENT + Words.key(row.state()), row.reason(), row.count())))
                .toList());
    }

    static boolean isSent(String list) {
        return list.startsWith(SENT);
    }

    /** The state of the rows in this list, as the address writes it. */
    static String state(String list) {
        return isSent(list) ? list.substring(SENT.length()) : list;
    }

    static boolean isList(String name) {
        return LISTS.contains(name);
    }

    /** @param owner null = everybody's */
    long of(@Nullable Owner owner) {
        return of(owner, null);
    }

    /** @param list null = all of them */
    long of(@Nullable Owner owner, @Nullable String list) {
        return matching(owner, list).mapToLong(Count::count).sum();
    }

    /** The reasons that this owner's rows of the list have. */
    Set<String> reasons(@Nullable Owner owner, String list) {
        return matching(owner, list).map(Count::reason).collect(Collectors.toSet());
    }

    /** Those of the owner's lists that hold something. */
    List<String> lists(@Nullable Owner owner) {
        return LISTS.stream().filter(list -> of(owner, list) > 0).toList();
    }

    /** Whoever has something to do, the firm first. */
    Optional<Owner> firstOwner() {
        return Stream.of(Owner.values()).filter(owner -> of(owner) > 0).findFirst();
    }

    private Stream<Count> matching(@Nullable Owner owner, @Nullable String list) {
        return counts.stream()
                .filter(count -> owner == null || Owner.of(count.reason()) == owner)
                .filter(count -> list == null || count.list().equals(list));
    }
}
