package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Lets receipts that arrive together share a commit, because waiting for the disk is most of what a receipt costs. Two
 * writers take turns: while one waits for its commit, the other gathers. Whoever hands in a delivery waits until the
 * commit that holds it is done; a delivery that fails its batch is stored, or fails, alone.
 */
@Component
final class ReceiptWriter implements DisposableBean {

    private static final int WRITERS = 2;
    private static final int SHARED_BY = 64;
    private static final long SHARED_BYTES = 4_000_000;

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

    /** Returns after the commit. @return one receipt per item, in order */
    List<Receipt> store(Delivery delivery) {
        Waiting waiting = new Waiting(delivery, new CompletableFuture<>());
        queue.add(waiting);
        try {
            return waiting.receipts().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
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

    private void write(List<Waiting> batch) {
        try {
            List<List<Receipt>> receipts =
                    commit(batch.stream().map(Waiting::delivery).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).receipts().complete(receipts.get(i));
            }
        } catch (RuntimeException failed) {
            if (batch.size() == 1) {
                batch.getFirst().receipts().completeExceptionally(failed);
            } else {
                batch.forEach(waiting -> write(List.of(waiting)));
            }
        }
    }

    List<List<Receipt>> commit(List<Delivery> deliveries) {
        return hubDatabase.inTransaction(() -> new ReceiptBatch(hubDatabase, deliveries).store());
    }

    @Override
    public void destroy() {
        writers.forEach(Thread::interrupt);
    }
}
