package io.vestibule.platform.database;

import org.springframework.transaction.TransactionException;

/** Tells apart what one piece of a batch may have broken from what would break each of them. */
public final class BatchFailure {

    private BatchFailure() {}

    /** True: worth trying the pieces one by one. False: one try for all is enough, and everyone is told at once. */
    public static boolean mayBeOfOnePiece(Throwable failed) {
        return failed instanceof RuntimeException && !(failed instanceof TransactionException) && !Outage.is(failed);
    }
}
