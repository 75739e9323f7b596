package io.vestibule.hub.mapping;

import com.dashjoin.jsonata.Jsonata;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs expressions on threads of their own and gives up on them when they take too long. The limit counts the
 * expression's own computing time, so a busy machine fails nothing; a wall-clock limit ten times as long catches the
 * rest. A run that was given up is interrupted and stops at its next step. So many run at once; one more waits for a
 * place, and not for long.
 */
final class BoundedRun {

    private static final int STACK_BYTES = 16 * 1024 * 1024;
    private static final int DEPTH_LIMIT = 1_000;
    private static final int TEXT_LIMIT = 5_000_000;
    private static final int WALL_FACTOR = 10;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Duration limit;
    private final Semaphore places;
    private final Duration longestWait;
    private final ExecutorService workers;

    BoundedRun(Duration limit, int places, Duration longestWait) {
        this.limit = limit;
        this.places = new Semaphore(places, true);
        this.longestWait = longestWait;
        AtomicInteger number = new AtomicInteger();
        this.workers = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(null, work, "mapping-" + number.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The run was given up; the message says after how long or how deep. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    interface Work<T> {
        T run();
    }

    private record Started(Thread thread, long cpuNanos) {
        static Started now() {
            return new Started(Thread.currentThread(), THREADS.getCurrentThreadCpuTime());
        }

        boolean hasComputedFor(Duration limit) {
            return THREADS.getThreadCpuTime(thread.threadId()) - cpuNanos >= limit.toNanos();
        }
    }

    <T> T run(Work<T> work) {
        AtomicReference<@Nullable Started> started = new AtomicReference<>();
        FutureTask<T> task = new FutureTask<>(() -> {
            started.set(Started.now());
            return work.run();
        });
        takePlace();
        workers.execute(() -> {
            try {
                task.run();
            } finally {
                places.release(); // A run that was given up keeps its place until it really ends.
            }
        });
        for (int waits = 0; waits < WALL_FACTOR; waits++) {
            Outcome<T> outcome = await(task);
            if (outcome.value() != null) {
                return outcome.value();
            }
            Started run = started.get();
            if (run != null && run.hasComputedFor(limit)) {
                break;
            }
        }
        task.cancel(true);
        throw new TooLong("The expression ran longer than " + limit.toMillis() + " ms");
    }

    private void takePlace() {
        try {
            if (!places.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new MappingsBusy();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a mapping waited for its turn", stopped);
        }
    }

    private record Outcome<T>(@Nullable T value) {}

    private <T> Outcome<T> await(FutureTask<T> task) {
        try {
            return new Outcome<>(task.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException notYet) {
            return new Outcome<>(null);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a mapping ran", stopped);
        } catch (ExecutionException failed) {
            throw rethrown(failed.getCause());
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof StackOverflowError deep) {
            throw deep;
        }
        if (cause instanceof OutOfMemoryError) {
            return new TooLong("The expression needs too much memory");
        }
        return cause instanceof RuntimeException known
                ? known
                : new IllegalStateException("A mapping ended in an error", cause);
    }

    /** Makes every step of the expression check that it is still wanted, not too deep and not too large. */
    void watch(Jsonata.Frame frame) {
        int[] depth = {0};
        frame.setEvaluateEntryCallback((expression, input, environment) -> {
            if (++depth[0] > DEPTH_LIMIT) {
                throw new TooLong("The expression is nested deeper than " + DEPTH_LIMIT + " calls");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new TooLong("The expression was stopped");
            }
        });
        frame.setEvaluateExitCallback((expression, input, environment, result) -> {
            depth[0]--;
            if (result instanceof String text && text.length() > TEXT_LIMIT) {
                throw new TooLong("The expression builds a text of more than " + TEXT_LIMIT + " characters");
            }
        });
    }
}
