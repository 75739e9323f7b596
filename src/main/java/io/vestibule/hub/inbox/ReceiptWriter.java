package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Lets receipts that arrive together share a commit, because waiting for the disk is most of what a receipt costs. Two
 * writers take turns: while one waits for its commit, the other gathers. Whoever hands in a delivery waits until the
 * commit that holds it is done; a delivery that fails its batch is stored, or fails, alone.
 */
@Component
final class ReceiptWriter implements DisposableBean {

    private static final String CONNECTION_LOST = "08"; // classes of SQLSTATE
    private static final String SERVER_STOPS = "57";
    private static final int WRITERS = 2;
    private static final int SHARED_BY = 64;
    private static final long SHARED_BYTES = 4_000_000;

    /** Longer than any vendor waits for its answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Database hubDatabase;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final List<Thread> writers;

    ReceiptWriter(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
        this.writers = IntStream.rangeClosed(1, WRITERS)
                .mapToObj(number ->
                        Thread.ofPlatform().daemon().name("receipts-" + number).start(this::run))
                .toList();
    }

    private record Waiting(Delivery delivery, CompletableFuture<List<Receipt>> receipts) {}

    /**
     * Returns after the commit.
     *
     * @return one receipt per item, in order
     * @throws RuntimeException when it is not known to be stored: the sender must come again
     */
    List<Receipt> store(Delivery delivery) {
        Waiting waiting = new Waiting(delivery, new CompletableFuture<>());
        queue.add(waiting);
        try {
            return waiting.receipts().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new NotStored(failed.getCause());
        } catch (TimeoutException tooLong) {
            queue.remove(waiting);
            throw new NotStored(tooLong);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new NotStored(stop);
        }
    }

    /** Nobody may be told that it was received. */
    static final class NotStored extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotStored(@Nullable Throwable cause) {
            super("A delivery could not be stored in time", cause);
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                write(gather());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the first; takes with it what has come meanwhile, up to a size that one statement should have. */
    private List<Waiting> gather() throws InterruptedException {
        List<Waiting> batch = new ArrayList<>();
        Waiting next = queue.take();
        long bytes = 0;
        while (next != null) {
            batch.add(next);
            bytes += next.delivery().raw().length;
            next = batch.size() < SHARED_BY && bytes < SHARED_BYTES ? queue.poll() : null;
        }
        return batch;
    }

    /** Whatever goes wrong, everyone who waits is told, and the writer lives on for the next ones. */
    @SuppressWarnings("CatchingUnchecked") // also an error must not end the writer and leave its batch waiting
    private void write(List<Waiting> batch) {
        try {
            List<List<Receipt>> receipts =
                    commit(batch.stream().map(Waiting::delivery).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).receipts().complete(receipts.get(i));
            }
        } catch (Throwable failed) {
            if (batch.size() > 1 && isOfOneDelivery(failed)) {
                batch.forEach(waiting -> write(List.of(waiting)));
            } else {
                batch.forEach(waiting -> waiting.receipts().completeExceptionally(failed));
            }
        }
    }

    /** Against a database that is away, one try for all is enough: their senders get their answer at once. */
    private static boolean isOfOneDelivery(Throwable failed) {
        if (!(failed instanceof DataAccessException)) {
            return false;
        }
        String state = failed.getCause() instanceof SQLException cause ? String.valueOf(cause.getSQLState()) : "";
        return !state.startsWith(CONNECTION_LOST) && !state.startsWith(SERVER_STOPS);
    }

    List<List<Receipt>> commit(List<Delivery> deliveries) {
        return hubDatabase.inTransaction(() -> new ReceiptBatch(hubDatabase, deliveries).store());
    }

    @Override
    public void destroy() {
        writers.forEach(Thread::interrupt);
        List<Waiting> late = new ArrayList<>();
        queue.drainTo(late);
        late.forEach(waiting -> waiting.receipts().completeExceptionally(new NotStored(null)));
    }
}
