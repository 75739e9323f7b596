package io.vestibule.hub.outbox;

import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.util.List;

/** The outbox over a database without its dispatcher: for tests of other rooms. */
public final class OutboxAlone {

    private final Outbox outbox;
    private final Deliveries deliveries;
    private final OutboxCensus census;

    public OutboxAlone(Database database) {
        OutboxSettings settings = new OutboxSettings(
                64, 100, Duration.ofSeconds(60), Duration.ofSeconds(1), List.of(Duration.ofHours(1)));
        outbox = new Outbox(database, settings, "test.example");
        deliveries = new Deliveries(database);
        census = new OutboxCensus(database);
    }

    public Outbox outbox() {
        return outbox;
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    public OutboxCensus census() {
        return census;
    }

    /** A delivery that ended like this. */
    public long ended(String source, Outcome outcome) {
        outbox.enqueue(new OutboxDraft(source, "vendor", "crm", "crm", null, null, "status", "{}", null));
        OutboxMessage claimed = outbox.claim(1, List.of()).getFirst();
        outbox.record(claimed, outcome);
        return claimed.id();
    }
}
