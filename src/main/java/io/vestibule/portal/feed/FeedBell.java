package io.vestibule.portal.feed;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Wakes the publisher when something was committed. Any number of rings before it looks count as one. */
@Component
class FeedBell {

    private final Semaphore rung = new Semaphore(0);

    void ring() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /** Returns at the next ring or after the patience, whichever comes first. True = it rang. */
    boolean await(Duration patience) throws InterruptedException {
        boolean rang = rung.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        rung.drainPermits();
        return rang;
    }
}
