package io.vestibule.hub.inbox;

import io.vestibule.platform.batch.Together;
import io.vestibule.platform.database.BatchFailure;
import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Lets receipts that arrive together share a commit, because waiting for the disk is most of what a receipt costs. Two
 * commits take turns: while one waits for the disk, the other gathers. Whoever hands in a delivery waits until the commit
 * that holds it is done; a delivery that fails its batch is stored, or fails, alone. One with very many items takes several
 * commits, one after the other: when a later one fails the sender comes again, and what is stored by then is a duplicate.
 */
@Component
final class ReceiptWriter implements DisposableBean {

    /** Items in one commit: each holds the lock of its key, and the server has some thousand for everybody. */
    private static final int PORTION = 1_000;

    private static final long HEAVIEST = 4_000_000;

    /** A pause no sender feels, for commits that take many; the patience is longer than that of any vendor. */
    private static final Together.Limits LIMITS =
            new Together.Limits(2, 64, HEAVIEST, Duration.ofMillis(2), Duration.ofSeconds(20));

    private final Database hubDatabase;
    private final Together<Delivery, List<Receipt>> together;

    ReceiptWriter(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
        this.together =
                new Together<>("receipts", LIMITS, ReceiptWriter::weight, BatchFailure::mayBeOfOnePiece, this::commit);
    }

    /** After a full portion a batch takes no more, however few bytes that has. */
    private static long weight(Delivery delivery) {
        return Math.max(delivery.raw().length, delivery.items().size() * (HEAVIEST / PORTION));
    }

    /**
     * Returns after the commit.
     *
     * @return one receipt per item, in order
     * @throws RuntimeException when it is not known to be stored: the sender must come again
     */
    List<Receipt> store(Delivery delivery) {
        return delivery.items().size() <= PORTION ? together.result(delivery) : inPortions(delivery);
    }

    private List<Receipt> inPortions(Delivery delivery) {
        long payload = hubDatabase
                .sql("select nextval('hub.payload_id_seq')")
                .query(Long.class)
                .single();
        List<Receipt> receipts = new ArrayList<>();
        boolean kept = false;
        for (Delivery portion : delivery.portions(PORTION, payload)) {
            List<Receipt> stored = together.result(kept ? portion.withoutBytes() : portion);
            kept |= stored.stream().anyMatch(receipt -> !receipt.duplicate());
            receipts.addAll(stored);
        }
        return receipts;
    }

    /** Stores it in the transaction that is open, and with its commit. */
    List<Receipt> join(Delivery delivery) {
        return hubDatabase.inTransaction(
                () -> new ReceiptBatch(hubDatabase, List.of(delivery)).store().getFirst());
    }

    /** Stores them in one commit, all or none. */
    List<List<Receipt>> commit(List<Delivery> deliveries) {
        return hubDatabase.inTransaction(() -> new ReceiptBatch(hubDatabase, deliveries).store());
    }

    @Override
    public void destroy() {
        together.close();
    }
}
