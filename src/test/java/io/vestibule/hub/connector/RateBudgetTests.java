package io.vestibule.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateBudgetTests {

    private final AtomicLong nanos = new AtomicLong(1);
    private final RateBudget budget = new RateBudget(nanos::get);
    private final Connector.Rate tenPerSecond = new Connector.Rate(10, "1s", null);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void afterAsManyCallsAsAllowedTheNextMustWaitForOneShare() {
        for (int call = 0; call < 10; call++) {
            assertThat(budget.take("a", tenPerSecond)).isEmpty();
        }

        assertThat(budget.take("a", tenPerSecond)).contains(Duration.ofMillis(100));

        pass(Duration.ofMillis(100));
        assertThat(budget.take("a", tenPerSecond)).isEmpty();
        assertThat(budget.take("a", tenPerSecond)).isPresent();
    }

    @Test
    void oneConnectionDoesNotUseUpAnothersBudget() {
        for (int call = 0; call < 11; call++) {
            budget.take("a", tenPerSecond);
        }

        assertThat(budget.take("b", tenPerSecond)).isEmpty();
    }

    @Test
    void callsAtOneTimeAreLimitedUntilOneIsDone() {
        var two = new Connector.Rate(100, "1s", 2);
        budget.take("a", two);
        budget.take("a", two);

        assertThat(budget.take("a", two)).isPresent();

        budget.done("a");
        assertThat(budget.take("a", two)).isEmpty();
    }

    @Test
    void aCallWaitsAMomentForTheEndOfAnother() throws Exception {
        var one = new Connector.Rate(100, "1s", 1);
        budget.take("a", one);
        var next = CompletableFuture.supplyAsync(() -> budget.take("a", one));

        assertThat(next.isDone()).isFalse();
        budget.done("a");

        assertThat(next.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void aCallThatWaitedForItsTurnLeavesTheBudgetAsTheOthersLeftIt() throws Exception {
        budget.take("a", new Connector.Rate(2, "1m", 1));
        var waiting = waitingForItsTurn(new Connector.Rate(2, "1m", 1));
        pass(Duration.ofMinutes(1));
        var unlimited = new Connector.Rate(2, "1m", null);
        assertThat(budget.take("a", unlimited)).isEmpty();
        assertThat(budget.take("a", unlimited)).isEmpty();

        for (int call = 0; call < 3; call++) {
            budget.done("a");
        }

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isPresent();
        assertThat(budget.take("a", unlimited)).isPresent();
    }

    @Test
    void aCallThatWaitedForItsTurnKeepsAPauseThatWasAskedForMeanwhile() throws Exception {
        budget.take("a", new Connector.Rate(100, "1s", 1));
        var waiting = waitingForItsTurn(new Connector.Rate(100, "1s", 1));

        budget.pause("a", Duration.ofSeconds(30));
        budget.done("a");

        assertThat(waiting.get(10, TimeUnit.SECONDS)).contains(Duration.ofSeconds(30));
    }

    private CompletableFuture<Optional<Duration>> waitingForItsTurn(Connector.Rate rate) throws Exception {
        var caller = new CompletableFuture<Thread>();
        var waiting = CompletableFuture.supplyAsync(() -> {
            caller.complete(Thread.currentThread());
            return budget.take("a", rate);
        });
        Thread thread = caller.get();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return waiting;
    }

    @Test
    void aPauseTheVendorAskedForHoldsEvenWithoutALimit() {
        budget.pause("a", Duration.ofSeconds(30));

        assertThat(budget.take("a", null)).contains(Duration.ofSeconds(30));

        pass(Duration.ofSeconds(30));
        assertThat(budget.take("a", null)).isEmpty();
    }
}
