package io.vestibule.platform.schedule;

import static org.awaitility.Awaitility.await;

import io.vestibule.platform.database.Bell;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClaimLoopTests {

    private final ConcurrentLinkedQueue<UUID> handled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger claims = new AtomicInteger();

    /** Memory that was short for a moment, perhaps because of another thread. */
    @Test
    void goesOnAfterAnErrorOfAClaim() {
        ClaimLoop<UUID> loop = new ClaimLoop<>(
                new ClaimLoop.Pace("test", 2, Duration.ofSeconds(90), Duration.ofMillis(20)), new Bell(), new Works());
        loop.start();

        await().atMost(Duration.ofSeconds(10)).until(() -> handled.size() == 1);

        loop.stop();
    }

    /** The first claim fails, the second brings one message. */
    private final class Works implements ClaimLoop.Work<UUID> {

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public List<UUID> claim(int free, Collection<UUID> inWork) {
            return switch (claims.incrementAndGet()) {
                case 1 -> throw new OutOfMemoryError("of a test");
                case 2 -> List.of(UUID.randomUUID());
                default -> List.of();
            };
        }

        @Override
        public UUID claimOf(UUID message) {
            return message;
        }

        @Override
        public void renew(Collection<UUID> leases) {}

        @Override
        public void handle(UUID message) {
            handled.add(message);
        }
    }
}
