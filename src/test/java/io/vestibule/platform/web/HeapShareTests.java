package io.vestibule.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How much is held at once. */
class HeapShareTests {

    private static final int ALL = 10 * 1024;

    @Test
    void whoFindsNoRoomIsTurnedAwayUntilSomebodyLeaves() {
        HeapShare share = new HeapShare(ALL, Duration.ZERO);
        assertThat(share.enter(6_000)).isTrue();
        assertThat(share.enter(6_000)).isFalse();
        assertThat(share.enter(4_000)).isTrue();

        share.leave(6_000);
        assertThat(share.enter(6_000)).isTrue();
    }

    @Test
    void whoComesWhileItIsFullWaitsForRoom() throws Exception {
        HeapShare share = new HeapShare(ALL, Duration.ofSeconds(30));
        share.enter(ALL);
        CompletableFuture<Boolean> second = new CompletableFuture<>();
        Thread waiting = Thread.ofPlatform().start(() -> second.complete(share.enter(100)));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        share.leave(ALL);
        assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsLargerThanAllOfItGoesAlone() {
        HeapShare share = new HeapShare(ALL, Duration.ZERO);
        assertThat(share.enter(100L * ALL)).isTrue();
        assertThat(share.enter(1)).isFalse();

        share.leave(100L * ALL);
        assertThat(share.enter(ALL)).isTrue();
    }
}
