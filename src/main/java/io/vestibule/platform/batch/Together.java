package io.vestibule.platform.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Lets pieces of work that arrive at the same time be done as one batch, because what each costs alone (a commit, a call)
 * is then paid once for all. The first piece is begun at once; what comes while batches are under way, or within the pause
 * after the last one began, is the next batch: so under load each takes many. Whoever hands in a piece waits for its own result. A batch that failed for a reason that
 * may lie in one piece is done again piece by piece, so that a bad piece fails alone.
 */
public final class Together<T, R> implements AutoCloseable {

    /** Does all pieces, and answers with one result per piece, in order; an exception says that none is known to be done. */
    public interface Batch<T, R> {
        List<R> results(List<T> pieces);
    }

    /**
     * How much at once.
     *
     * @param batches at most this many are under way
     * @param pieces most in one batch
     * @param weight a batch that weighs this much takes no further piece
     * @param pause from the begin of one batch to that of the next at least
     * @param patience how long a caller waits for its result
     */
    public record Limits(int batches, int pieces, long weight, Duration pause, Duration patience) {}

    /** The piece is not known to be done: too late, or the end of this process. */
    public static final class NotDone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotDone(String why) {
            super(why);
        }
    }

    private record Waiting<T, R>(T piece, CompletableFuture<R> result) {}

    private final Limits limits;
    private final ToLongFunction<T> weight;
    private final Predicate<Throwable> ofOnePiece;
    private final Batch<T, R> batch;
    private final BlockingQueue<Waiting<T, R>> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final ExecutorService threads;
    private long nextAt = System.nanoTime();

    /**
     * Ready for pieces at once.
     *
     * @param name of its threads
     * @param ofOnePiece whether a batch's failure may lie in one piece; else all of them failed
     */
    public Together(
            String name, Limits limits, ToLongFunction<T> weight, Predicate<Throwable> ofOnePiece, Batch<T, R> batch) {
        this.limits = limits;
        this.weight = weight;
        this.ofOnePiece = ofOnePiece;
        this.batch = batch;
        this.threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    }

    /**
     * Returns when the batch that held the piece is done.
     *
     * @throws RuntimeException what the piece failed with
     * @throws NotDone when there is no result in time
     */
    public R result(T piece) {
        Waiting<T, R> waiting = new Waiting<>(piece, new CompletableFuture<>());
        queue.add(waiting);
        begin();
        try {
            return waiting.result().get(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("A batch broke off", failed.getCause());
        } catch (TimeoutException tooLong) {
            queue.remove(waiting);
            throw new NotDone("Not done within " + limits.patience());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new NotDone("Interrupted before it was done");
        }
    }

    /** One more batch, unless as many as allowed are under way: those look again before they end. */
    private void begin() {
        int now = underWay.get();
        while (now < limits.batches()) {
            if (underWay.compareAndSet(now, now + 1)) {
                onAThread();
                return;
            }
            now = underWay.get();
        }
    }

    /** Where there is no thread to be had, the place is free again. */
    private void onAThread() {
        boolean begun = false;
        try {
            threads.execute(this::work);
            begun = true;
        } finally {
            if (!begun) {
                underWay.decrementAndGet();
            }
        }
    }

    /** Also an error of the machine gives the place back: else nothing would be done any more. */
    private void work() {
        try {
            List<Waiting<T, R>> gathered = gather();
            while (!gathered.isEmpty()) {
                finish(gathered);
                gathered = gather();
            }
        } finally {
            underWay.decrementAndGet();
            if (!queue.isEmpty()) {
                begin();
            }
        }
    }

    /** One batch after the other waits for its turn and takes all that has come until then. */
    private synchronized List<Waiting<T, R>> gather() {
        if (queue.isEmpty()) {
            return List.of();
        }
        LockSupport.parkNanos(nextAt - System.nanoTime());
        nextAt = System.nanoTime() + limits.pause().toNanos();
        List<Waiting<T, R>> gathered = new ArrayList<>();
        long weighs = 0;
        Waiting<T, R> next = queue.poll();
        while (next != null) {
            gathered.add(next);
            weighs += weight.applyAsLong(next.piece());
            next = gathered.size() < limits.pieces() && weighs < limits.weight() ? queue.poll() : null;
        }
        return gathered;
    }

    /** Whatever goes wrong, everyone who waits is told, and the next batches are done. */
    @SuppressWarnings("CatchingUnchecked") // also an error must not leave its batch waiting
    private void finish(List<Waiting<T, R>> gathered) {
        try {
            List<R> results =
                    batch.results(gathered.stream().map(Waiting::piece).toList());
            for (int i = 0; i < gathered.size(); i++) {
                gathered.get(i).result().complete(results.get(i));
            }
        } catch (Throwable failed) {
            if (gathered.size() > 1 && ofOnePiece.test(failed)) {
                gathered.forEach(waiting -> finish(List.of(waiting)));
            } else {
                gathered.forEach(waiting -> waiting.result().completeExceptionally(failed));
            }
        }
    }

    /** Pieces that no batch has taken yet. */
    int waiting() {
        return queue.size();
    }

    /** What is under way comes to its end; what still waits is told that it is not done. */
    @Override
    public void close() {
        List<Waiting<T, R>> late = new ArrayList<>();
        queue.drainTo(late);
        late.forEach(waiting -> waiting.result().completeExceptionally(new NotDone("This process ends")));
        threads.shutdown();
    }
}
