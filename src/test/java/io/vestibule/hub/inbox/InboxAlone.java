package io.vestibule.hub.inbox;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The inbox over a database without its workers: for tests of other rooms, which handle messages themselves. */
public final class InboxAlone implements AutoCloseable {

    private final ReceiptWriter writer;
    private final ResultWriter results;
    private final Inbox inbox;
    private final InboxRows rows;
    private final InboxCensus census;

    public InboxAlone(Database database) {
        writer = new ReceiptWriter(database);
        results = new ResultWriter(database);
        InboxSettings settings = new InboxSettings(6, 4, 4, Duration.ofSeconds(90));
        inbox = new Inbox(database, writer, results, settings, new SimpleMeterRegistry());
        rows = new InboxRows(database);
        census = new InboxCensus(database);
    }

    public Inbox inbox() {
        return inbox;
    }

    public InboxRows rows() {
        return rows;
    }

    public InboxCensus census() {
        return census;
    }

    public List<InboxMessage> claim(int atMost) {
        return inbox.claim(new ClaimRoom(atMost, atMost, atMost, Long.MAX_VALUE));
    }

    /** A message with an ordering key; received, not handled. */
    public long receive(String id, String key) {
        Delivery.Item item = new Delivery.Item("", id, null, "thing", key, "{}", null);
        return inbox.receive(new Delivery("test", "a", new byte[] {1}, "text/plain", Map.of(), List.of(item)))
                .getFirst()
                .id();
    }

    /** A message that came to this end. */
    public long ended(String id, String key, Handling handling) {
        long row = receive(id, key);
        inbox.record(claim(1).getFirst(), handling);
        return row;
    }

    @Override
    public void close() {
        writer.destroy();
        results.destroy();
    }
}
