package io.vestibule.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BoundedRunTests {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void oneMoreThanThereIsRoomForWaitsForItsTurn() throws Exception {
        BoundedRun run = new BoundedRun(LONG, 1, LONG);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
            Future<String> first = callers.submit(() -> run.run(() -> waiting(started, end)));
            started.await();
            Future<String> second = callers.submit(() -> run.run(() -> "second"));
            end.countDown();
            assertThat(first.get()).isEqualTo("first");
            assertThat(second.get()).isEqualTo("second");
        }
    }

    @Test
    void whoGetsNoPlaceInTimeIsToldToComeBack() throws Exception {
        BoundedRun run = new BoundedRun(LONG, 1, Duration.ofMillis(10));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService caller = Executors.newSingleThreadExecutor()) {
            Future<String> first = caller.submit(() -> run.run(() -> waiting(started, end)));
            started.await();
            assertThatThrownBy(() -> run.run(() -> "second")).isInstanceOf(MappingsBusy.class);
            end.countDown();
            assertThat(first.get()).isEqualTo("first");
        }
    }

    private static String waiting(CountDownLatch started, CountDownLatch end) {
        started.countDown();
        try {
            end.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        return "first";
    }
}
