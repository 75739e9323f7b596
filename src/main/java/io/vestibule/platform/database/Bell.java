package io.vestibule.platform.database;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Wakes the loop that works on a table when there may be something new in it: only on this node, the others find it by
 * their poll. Any number of rings before the loop listens count as one.
 */
public final class Bell {

    private final Semaphore rung = new Semaphore(0);

    public void ring() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /** Rings at once, or when the caller's transaction commits. */
    public void ringAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            ring();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                ring();
            }
        });
    }

    /** Returns at the next ring or after the patience, whichever comes first. True = it rang. */
    public boolean await(Duration patience) throws InterruptedException {
        boolean rang = rung.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        rung.drainPermits();
        return rang;
    }
}
