package io.vestibule.hub.inbox;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Wakes the processor of this node when rows were committed; other nodes find them by their poll. */
@Component
class InboxSignal {

    private final Semaphore news = new Semaphore(0);

    /** Wakes at once, or when the caller's transaction commits. */
    void afterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            wake();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wake();
            }
        });
    }

    void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    /** Returns after a wake or that long, whichever is first. */
    void await(long millis) throws InterruptedException {
        if (news.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }
}
