package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** How much a filter finds and what of it can be replayed, for replays of many messages at once. Changes nothing. */
@Repository
public class InboxCensus {

    /** Ends without an effect: what is handled again from one of these can only gain. */
    private static final Set<InboxState> WITHOUT_EFFECT =
            EnumSet.of(InboxState.IGNORED, InboxState.REFUSED, InboxState.HELD, InboxState.DEAD);

    private static final String REPLAYABLE = "m.state in ("
            + WITHOUT_EFFECT.stream().map(state -> "'" + state.name() + "'").collect(Collectors.joining(", ")) + ")";

    private static final String HAS_ORIGINAL = "exists (select from hub.payload p where p.id = m.payload_id)";

    private final Database hubDatabase;

    InboxCensus(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /**
     * Messages that are alike.
     *
     * @param source the connection, or the app where none is known
     * @param originalGone they could be replayed if their originals were still there
     */
    public record Group(
            InboxState state,
            String source,
            @Nullable String client,
            boolean originalGone,
            long count,
            Instant oldest,
            Instant newest) {}

    /** Whether a message in this state is one that bulk replay takes. */
    public static boolean withoutEffect(InboxState state) {
        return WITHOUT_EFFECT.contains(state);
    }

    /** The id of the message that came last, 0 when there is none. */
    public long newest() {
        return hubDatabase
                .sql("select coalesce(max(id), 0) from hub.inbox_message")
                .query(Long.class)
                .single();
    }

    /** What the filter finds among the messages up to this id. */
    public List<Group> groups(InboxRows.Filter filter, long upTo) {
        return filter.bind(hubDatabase.sql(
                        "select " + InboxRows.STATE + " as state, coalesce(m.connection, m.app) as source,"
                                + " coalesce(m.client_id, m.assigned_client) as client, "
                                + REPLAYABLE + " and not " + HAS_ORIGINAL + " as original_gone, count(*) as count,"
                                + " min(m.received_at) as oldest, max(m.received_at) as newest"
                                + " from hub.inbox_message m where m.id <= :upTo" + filter.conditions()
                                + " group by 1, 2, 3, 4 order by 1, 2, 3, 4"))
                .param("upTo", upTo)
                .query((row, number) -> new Group(
                        InboxState.valueOf(row.getString("state")),
                        row.getString("source"),
                        row.getString("client"),
                        row.getBoolean("original_gone"),
                        row.getLong("count"),
                        row.getTimestamp("oldest").toInstant(),
                        row.getTimestamp("newest").toInstant()))
                .list();
    }

    /** Those of them that can be replayed, oldest first, at most so many. */
    public List<Long> replayable(InboxRows.Filter filter, long upTo, int atMost) {
        return filter.bind(hubDatabase.sql("select m.id from hub.inbox_message m where m.id <= :upTo and " + REPLAYABLE
                        + " and " + HAS_ORIGINAL + filter.conditions() + " order by m.id limit :atMost"))
                .param("upTo", upTo)
                .param("atMost", atMost)
                .query(Long.class)
                .list();
    }

    /** Which of these are at an end, and at which. */
    public Map<Long, InboxState> ended(Collection<Long> ids) {
        Map<Long, InboxState> ends = new HashMap<>();
        hubDatabase
                .sql("select id, state from hub.inbox_message where id = any(:ids) and not is_open")
                .param("ids", ids.toArray(Long[]::new))
                .query((row, number) -> ends.put(row.getLong("id"), InboxState.valueOf(row.getString("state"))))
                .list();
        return ends;
    }
}
