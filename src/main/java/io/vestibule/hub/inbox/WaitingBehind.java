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
     * The open row that is first in the order of keys from the beginning of a row's own key on: it is the oldest of that key
     * where there is one, else of a key behind. Asked for in the order of {@code inbox_message_order}, and not by the key's
     * value: then no count of the planner, which may be of a time when little was open, brings it to search all open rows
     * of an app for one key.
     *
     * @param row name under which the statement knows it
     * @param others further condition on the open rows {@code o}
     */
    static String firstFrom(String row, String others) {
        return """
                select o.app, o.ordering_key, o.id from hub.inbox_message o
                where o.is_open and (o.app, o.ordering_key, o.id) >= (%1$s.app, %1$s.ordering_key, 0) %2$s
                order by o.app, o.ordering_key, o.id limit 1""".formatted(row, others);
    }

    /**
     * When a row that opens now is due: at once, or when those in front of it have ended. Rows of one key that open in
     * one statement don't see each other: all are due, and the claim takes the oldest.
     *
     * @param row name under which the statement knows it
     * @param inFront whether the oldest open one of its key, {@code first}, is in front of it; empty = it is
     */
    static String dueAt(String row, String inFront) {
        return """
                coalesce((select timestamptz 'infinity' from (%2$s) first
                    where first.app = %1$s.app and first.ordering_key = %1$s.ordering_key %3$s),
                    clock_timestamp())""".formatted(row, firstFrom(row, ""), inFront);
    }

    /**
     * Lets the next one of each key go whose row in {@code ended} is closed; takes its place by when it was opened. It is
     * given up no earlier than one that was opened with the one in front, which may have waited for a person.
     */
    static final String LET_NEXT_GO = """
            update hub.inbox_message m set due_at = m.open_since, open_since = greatest(m.open_since, ended.open_since)
            from ended cross join lateral (%s) next
            where not ended.is_open and next.app = ended.app and next.ordering_key = ended.ordering_key
            and m.id = next.id and m.due_at = 'infinity'
            """.formatted(firstFrom("ended", "and o.id not in (select id from ended)"));

    /** When a row is due; null while others are in front of it. */
    static @Nullable Instant dueAt(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject("due_at", OffsetDateTime.class);
        return at.equals(OffsetDateTime.MAX) ? null : at.toInstant(); // the driver's word for infinity
    }
}
