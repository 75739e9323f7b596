package io.vestibule.hub.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what waits behind an older open message of its ordering key out of the way of claims: such a row is not due
 * before the one in front of it has ended, and whoever ends that one lets it go. Both sides hold the key's lock ({@link
 * KeyLocks}), so that neither misses the other. The oldest open row of a key always has a time; what comes first of a key
 * is decided by the claim itself, this only spares it to look.
 */
final class WaitingBehind {

    private WaitingBehind() {}

    /**
     * When a row that opens now is due: at once, or when those in front of it have ended. Rows of one key that open in
     * one statement don't see each other: all are due, and the claim takes the oldest.
     *
     * @param row name under which the statement knows it
     * @param inFront which open rows {@code o} of its key are in front of it, as a further condition; empty = all
     */
    static String dueAt(String row, String inFront) {
        return """
                coalesce((select timestamptz 'infinity' from hub.inbox_message o
                    where o.is_open and o.app = %1$s.app and o.ordering_key = %1$s.ordering_key %2$s
                    limit 1), clock_timestamp())""".formatted(row, inFront);
    }

    /** Lets the next one of each key go whose row in {@code ended} is closed; takes its place by when it was opened. */
    static final String LET_NEXT_GO = """
            update hub.inbox_message m set due_at = m.open_since
            from ended cross join lateral (
                select o.id from hub.inbox_message o
                where o.is_open and o.app = ended.app and o.ordering_key = ended.ordering_key
                and o.id not in (select id from ended)
                order by o.id limit 1) next
            where not ended.is_open and m.id = next.id and m.due_at = 'infinity'
            """;

    /** When a row is due; null while others are in front of it. */
    static @Nullable Instant dueAt(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject("due_at", OffsetDateTime.class);
        return at.equals(OffsetDateTime.MAX) ? null : at.toInstant(); // the driver's word for infinity
    }
}
