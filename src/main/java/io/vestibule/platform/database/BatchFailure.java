package io.vestibule.platform.database;

import java.sql.SQLException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.TransactionException;

/** Tells apart what one piece of a batch may have broken from what would break each of them: a database that is away. */
public final class BatchFailure {

    private static final String CONNECTION_LOST = "08"; // classes of SQLSTATE
    private static final String SERVER_STOPS = "57";

    private BatchFailure() {}

    /** True: worth trying the pieces one by one. False: one try for all is enough, and everyone is told at once. */
    public static boolean mayBeOfOnePiece(Throwable failed) {
        if (!(failed instanceof RuntimeException)
                || failed instanceof TransactionException
                || failed instanceof CannotGetJdbcConnectionException) {
            return false;
        }
        String state = failed.getCause() instanceof SQLException cause ? String.valueOf(cause.getSQLState()) : "";
        return !state.startsWith(CONNECTION_LOST) && !state.startsWith(SERVER_STOPS);
    }
}
