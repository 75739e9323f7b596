package io.vestibule.hub.inbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Leaves the news of an account alone for the moments in which nobody can be asked about it: the budget of calls is used
 * up, its connection rests. Without it a long queue would be claimed and put back row by row. Kept in memory, per node,
 * like the budgets.
 */
final class AccountPauses {

    /** Among what waits may be news that needs nobody to be asked: it is looked at that often. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Map<Account, Long> until = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    AccountPauses(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Where news comes from. */
    record Account(String app, String account) {}

    void pause(InboxMessage message, Duration wanted) {
        Duration pause = wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
        until.put(new Account(message.app(), message.account()), nanos.getAsLong() + pause.toNanos());
    }

    List<Account> closed() {
        long now = nanos.getAsLong();
        until.values().removeIf(end -> end - now <= 0);
        return List.copyOf(until.keySet());
    }
}
