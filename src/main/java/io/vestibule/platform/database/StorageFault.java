package io.vestibule.platform.database;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why nothing can be stored, in words for admins: what is wrong, and what to do. */
public enum StorageFault {
    AWAY("The database does not answer.", "Start it again, or mend the way to it."),
    NO_CONNECTIONS(
            "The database server takes no more connections: others have taken all it allows.",
            "End what else uses that server, or raise its max_connections; it must allow this node the connections"
                    + " of both its pools."),
    POOL_TAKEN(
            "All connections of a pool are in use, for longer than a caller waits.",
            "Look in pg_stat_activity for what holds them; raise vestibule.database.hub-connections or"
                    + " portal-connections when the load is real."),
    READ_ONLY(
            "The database takes no changes: it is read-only, perhaps because another server has taken its place.",
            "Let it take changes again, or let spring.datasource.url lead to the server that does."),
    FULL("The disk of the database is full.", "Make room on the disk that holds its data directory.");

    private static final String DISK_FULL = "53100"; // SQLSTATE
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String READ_ONLY_TRANSACTION = "25006";

    private final String description;
    private final String action;

    StorageFault(String description, String action) {
        this.description = description;
        this.action = action;
    }

    public String description() {
        return description;
    }

    public String action() {
        return action;
    }

    /** Whether pages still come up. */
    boolean canBeRead() {
        return this == READ_ONLY || this == FULL;
    }

    /** What a failed statement says about the database as a whole; most say nothing. */
    static Optional<StorageFault> ofStatement(SQLException failure) {
        return switch (String.valueOf(failure.getSQLState())) {
            case DISK_FULL -> Optional.of(FULL);
            case READ_ONLY_TRANSACTION -> Optional.of(READ_ONLY);
            default -> Optional.empty();
        };
    }

    /** Why a pool gave no connection; the server's own words are the cause, if it said any. */
    static StorageFault ofConnecting(SQLException failure) {
        @Nullable Throwable cause = failure.getCause();
        while (cause != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        if (cause instanceof SQLException server) {
            return TOO_MANY_CONNECTIONS.equals(server.getSQLState()) ? NO_CONNECTIONS : AWAY;
        }
        return POOL_TAKEN;
    }
}
