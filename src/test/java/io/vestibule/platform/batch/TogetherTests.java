package io.vestibule.platform.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TogetherTests {

    private static final String SLOW = "slow";
    private static final String BAD = "bad";

    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch slowOneMayEnd = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private Duration pause = Duration.ZERO;

    @AfterEach
    void end() {
        slowOneMayEnd.countDown();
        callers.shutdownNow();
    }

    @Test
    void whatComesWhileABatchIsUnderWayIsTheNextBatch() throws Exception {
        Together<String, String> together = together(1, 100);
        Future<String> first = hand(together, SLOW);
        awaitBatches(1);
        List<Future<String>> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(hand(together, "piece " + i));
        }
        Awaitility.await().until(() -> together.waiting() == 10);

        slowOneMayEnd.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("done " + SLOW);
        for (int i = 0; i < 10; i++) {
            assertThat(others.get(i).get(10, TimeUnit.SECONDS)).isEqualTo("done piece " + i);
        }
        assertThat(batches).hasSize(2);
    }

    @Test
    void whatComesWithinThePauseAfterABatchBeganIsTheNextBatch() throws Exception {
        pause = Duration.ofSeconds(3);
        Together<String, String> together = together(2, 100);
        assertThat(hand(together, "first").get(2, TimeUnit.SECONDS)).isEqualTo("done first");
        List<Future<String>> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(hand(together, "piece " + i));
        }

        for (Future<String> other : others) {
            other.get(20, TimeUnit.SECONDS);
        }

        assertThat(batches).extracting(List::size).containsExactly(1, 20);
    }

    /** An error of the machine, e.g. too little memory for a moment. */
    @Test
    void whatComesAfterAnErrorIsDone() throws Exception {
        Together<String, String> together = new Together<>(
                "test",
                new Together.Limits(1, 100, 100, Duration.ZERO, Duration.ofSeconds(2)),
                TogetherTests::weighed,
                failed -> true,
                pieces -> pieces.stream().map(piece -> "done " + piece).toList());
        assertThatThrownBy(() -> together.result(BAD)).isInstanceOf(Together.NotDone.class);

        assertThat(together.result("good")).isEqualTo("done good");
    }

    private static long weighed(String piece) {
        if (piece.equals(BAD)) {
            throw new OutOfMemoryError("of a test");
        }
        return 1;
    }

    @Test
    void noBatchTakesMoreThanItsShare() throws Exception {
        Together<String, String> together = together(1, 4);
        Future<String> first = hand(together, SLOW);
        awaitBatches(1);
        List<Future<String>> others = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            others.add(hand(together, "piece " + i));
        }
        Awaitility.await().until(() -> together.waiting() == 9);

        slowOneMayEnd.countDown();

        first.get(10, TimeUnit.SECONDS);
        for (Future<String> other : others) {
            other.get(10, TimeUnit.SECONDS);
        }
        assertThat(batches).extracting(List::size).containsExactly(1, 4, 4, 1);
    }

    @Test
    void aBadPieceFailsAlone() throws Exception {
        Together<String, String> together = together(1, 100);
        Future<String> first = hand(together, SLOW);
        awaitBatches(1);
        List<Future<String>> good = List.of(hand(together, "a"), hand(together, "b"));
        Future<String> bad = hand(together, BAD);
        Awaitility.await().until(() -> together.waiting() == 3);

        slowOneMayEnd.countDown();

        first.get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> bad.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("no good");
        assertThat(good.get(0).get(10, TimeUnit.SECONDS)).isEqualTo("done a");
        assertThat(good.get(1).get(10, TimeUnit.SECONDS)).isEqualTo("done b");
    }

    @Test
    void aBatchThatHangsLeavesTheWayOpen() throws Exception {
        Together<String, String> together = together(2, 100);
        Future<String> hanging = hand(together, SLOW);
        awaitBatches(1);

        for (int i = 0; i < 20; i++) {
            assertThat(hand(together, "piece " + i).get(10, TimeUnit.SECONDS)).isEqualTo("done piece " + i);
        }
        assertThat(hanging.isDone()).isFalse();
    }

    @Test
    void whoStillWaitsAtTheEndIsToldThatItIsNotDone() {
        Together<String, String> together = together(1, 100);
        hand(together, SLOW);
        awaitBatches(1);
        Future<String> late = hand(together, "late");
        Awaitility.await().until(() -> together.waiting() == 1);

        together.close();

        assertThatThrownBy(() -> late.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(Together.NotDone.class);
    }

    private Together<String, String> together(int atOnce, int pieces) {
        Together.Limits limits = new Together.Limits(atOnce, pieces, 1_000, pause, Duration.ofSeconds(30));
        return new Together<>("test", limits, piece -> 1, failed -> true, this::doAll);
    }

    private List<String> doAll(List<String> pieces) {
        batches.add(pieces);
        if (pieces.contains(SLOW)) {
            try {
                slowOneMayEnd.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (pieces.contains(BAD)) {
            throw new IllegalArgumentException("no good");
        }
        return pieces.stream().map(piece -> "done " + piece).toList();
    }

    private Future<String> hand(Together<String, String> together, String piece) {
        return callers.submit(() -> together.result(piece));
    }

    private void awaitBatches(int number) {
        Awaitility.await().until(() -> batches.size() == number);
    }
}
