package io.vestibule.hub.outbox;

import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Leaves a connection alone for the moments in which nobody can be asked: its budget of calls is used up, its access
 * token is being renewed, the portal is away. Without it a long queue would be claimed and put back row by row. Kept in
 * memory, per node, like the budgets.
 */
@Component
class ShortPauses implements OutboxGate, DeliveryListener {

    private final Map<String, Long> until = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    @Autowired
    ShortPauses() {
        this(System::nanoTime);
    }

    ShortPauses(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void ended(OutboxMessage message, Outcome outcome) {
        if (outcome instanceof Outcome.NotYet notYet) {
            pause(message.draft().connection(), notYet.pause());
        }
    }

    private void pause(String connection, Duration pause) {
        long end = nanos.getAsLong() + pause.toNanos();
        until.merge(connection, end, (one, other) -> one - other > 0 ? one : other);
    }

    @Override
    public Collection<String> closed() {
        long now = nanos.getAsLong();
        until.values().removeIf(end -> end - now <= 0);
        return until.keySet();
    }
}
