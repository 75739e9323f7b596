package io.vestibule.portal.feed;

import io.vestibule.platform.database.Bell;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.observe.Traces;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.PortalEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Writes the feed. Called by the portal's stores inside the transaction of the change, while they hold the lock of the
 * changed row; the commit wakes the publisher. Per object the log keeps the order of the changes.
 */
@Component
public class FeedLog {

    /**
     * A change to tell.
     *
     * @param origin the account it came from, so that it is not sent back there; null for a change in the portal
     * @param at business time
     */
    public record Change(
            String objectType, UUID objectId, @Nullable String origin, Instant at, PortalEvent event) {}

    private static final String INSERT = """
            with counted as (
                insert into portal.feed_object (object_type, object_id, sequence, last_stamp)
                values (:objectType, :objectId, 1, %1$s)
                on conflict (object_type, object_id) do update
                set sequence = feed_object.sequence + 1,
                    last_stamp = greatest(feed_object.last_stamp, %1$s)
                returning sequence, last_stamp)
            insert into portal.feed_event (id, stamp, object_type, object_id, sequence, origin, at, type, data, trace)
            select :id, last_stamp, :objectType, :objectId, sequence, :origin, :at, :type, :data::jsonb, :trace
            from counted
            """.formatted(FeedClock.NOW);

    private final Database portalDatabase;
    private final Bell bell = new Bell();

    FeedLog(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** Returns the event's id: the name of this change, also for notes about its delivery. */
    public UUID record(Change change) {
        UUID id = Ids.next();
        portalDatabase
                .sql(INSERT)
                .param("id", id)
                .param("objectType", change.objectType())
                .param("objectId", change.objectId())
                .param("origin", change.origin())
                .param("at", Database.at(change.at()))
                .param("type", ContractJson.word(change.event().getClass()))
                .param("data", ContractJson.write(change.event()))
                .param("trace", Traces.toGoOnWith().traceparent())
                .update();
        bell.ringAfterCommit();
        return id;
    }

    /** Rings at every event that is committed on this node. */
    Bell bell() {
        return bell;
    }
}
