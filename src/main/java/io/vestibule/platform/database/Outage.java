package io.vestibule.platform.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Tells whether something failed because the database can't be used, whoever asked and whatever for: it is away, starts
 * or stops, has no connection or no room left, or takes no changes.
 */
public final class Outage {

    private static final int DEEPEST = 20; // causes can go round in circles

    /** Connection lost; server stops, crashed or starts. The rest of class 57 is about one statement. */
    private static final List<String> STATES_BEGIN_WITH = List.of("08", "57P");

    /** Disk full, too many connections, read-only; SQLSTATE. */
    private static final Set<String> STATES = Set.of("53100", "53300", "25006");

    private Outage() {}

    /** Also when that is the cause of the cause. */
    public static boolean is(@Nullable Throwable failed) {
        return Stream.iterate(failed, cause -> cause != null, cause -> cause.getCause())
                .limit(DEEPEST)
                .anyMatch(Outage::saysSo);
    }

    private static boolean saysSo(Throwable failed) {
        return failed instanceof CannotGetJdbcConnectionException
                || failed instanceof CannotCreateTransactionException
                || failed instanceof SQLTransientConnectionException
                // A rollback over a connection that is gone fails, too, and stands in front of why there was one
                || (failed instanceof TransactionSystemException rollback && is(rollback.getApplicationException()))
                || (failed instanceof SQLException server && saysSo(String.valueOf(server.getSQLState())));
    }

    private static boolean saysSo(String state) {
        return STATES.contains(state) || STATES_BEGIN_WITH.stream().anyMatch(state::startsWith);
    }
}
