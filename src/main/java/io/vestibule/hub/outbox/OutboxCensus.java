package io.vestibule.hub.outbox;

import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many deliveries a filter finds and which of them failed, for replays of many at once. Changes nothing. */
@Component
public class OutboxCensus {

    private final Database hubDatabase;

    OutboxCensus(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** Deliveries that are alike. */
    public record Group(
            OutboxState state,
            String connection,
            @Nullable String client,
            long count,
            Instant oldest,
            Instant newest) {}

    /** The id of the delivery that was asked for last, 0 when there is none. */
    public long newest() {
        return hubDatabase
                .sql("select coalesce(max(id), 0) from hub.outbox_message")
                .query(Long.class)
                .single();
    }

    /** What the filter finds among the deliveries up to this id. */
    public List<Group> groups(OutboxFilter filter, long upTo) {
        return filter.bind(hubDatabase.sql("select m.state, m.connection, m.client_id, count(*) as count,"
                        + " min(m.created_at) as oldest, max(m.created_at) as newest"
                        + " from hub.outbox_message m where m.id <= :upTo" + filter.conditions()
                        + " group by 1, 2, 3 order by 1, 2, 3"))
                .param("upTo", upTo)
                .query((row, number) -> new Group(
                        OutboxState.valueOf(row.getString("state")),
                        row.getString("connection"),
                        row.getString("client_id"),
                        row.getLong("count"),
                        OutboxRows.time(row, "oldest"),
                        OutboxRows.time(row, "newest")))
                .list();
    }

    /** Those of them that failed for good, oldest first, at most so many. */
    public List<Long> failed(OutboxFilter filter, long upTo, int atMost) {
        return filter.bind(hubDatabase.sql("select m.id from hub.outbox_message m where m.id <= :upTo and "
                        + Outbox.FAILED + filter.conditions() + " order by m.id limit :atMost"))
                .param("upTo", upTo)
                .param("atMost", atMost)
                .query(Long.class)
                .list();
    }

    /** Which of these are at an end, and at which. */
    public Map<Long, OutboxState> ended(Collection<Long> ids) {
        Map<Long, OutboxState> ends = new HashMap<>();
        hubDatabase
                .sql("select id, state from hub.outbox_message where id = any(:ids) and finished_at is not null")
                .param("ids", ids.toArray(Long[]::new))
                .query((row, number) -> ends.put(row.getLong("id"), OutboxState.valueOf(row.getString("state"))))
                .list();
        return ends;
    }
}
