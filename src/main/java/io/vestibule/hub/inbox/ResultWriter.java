package io.vestibule.hub.inbox;

import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.batch.Together;
import io.vestibule.platform.database.BatchFailure;
import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Lets handlings that end at the same time share a commit. Each result is stored only where its claim still holds,
 * whatever becomes of the others; one that fails its batch is stored, or fails, alone.
 */
@Component
final class ResultWriter implements DisposableBean {

    /** Nobody waits for a result but the worker that has it. */
    private static final Together.Limits LIMITS =
            new Together.Limits(2, 100, 1_000_000, Duration.ofMillis(20), Duration.ofMinutes(2));

    private final Database hubDatabase;
    private final Together<Result, Boolean> together;

    ResultWriter(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
        this.together = new Together<>("results", LIMITS, result -> 1, BatchFailure::mayBeOfOnePiece, this::commit);
    }

    /** How the handling of a message ended. */
    record Result(InboxMessage message, Handling handling) {}

    /** Returns after the commit. False: the claim was lost meanwhile, the result is dropped. */
    boolean store(InboxMessage message, Handling handling) {
        return together.result(new Result(message, handling));
    }

    List<Boolean> commit(List<Result> results) {
        return hubDatabase.inTransaction(() -> new ResultBatch(hubDatabase, results).store());
    }

    @Override
    public void destroy() {
        together.close();
    }
}
