package io.vestibule.portal.feed;

import io.vestibule.platform.database.Bell;
import io.vestibule.platform.database.Columns;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.observe.Traces;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.PortalEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Writes the feed. Called by the portal's stores inside the transaction of the change, while they hold the lock of the
 * changed row. The events of one transaction are written together, right before it commits; the commit wakes the
 * publisher. Per object the log keeps the order of the changes.
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

    private record Entry(UUID id, Change change, String trace) {}

    private static final String INSERT = """
            with told as (
                select * from unnest(:id::uuid[], :objectType, :objectId::uuid[], :origin, :at::timestamptz[], :type,
                    :data, :trace) with ordinality
                    as t (id, object_type, object_id, origin, at, type, data, trace, position)
            ), counted as (
                insert into portal.feed_object (object_type, object_id, sequence, last_stamp)
                select object_type, object_id, count(*), %1$s from told group by 1, 2 order by 1, 2
                on conflict (object_type, object_id) do update
                set sequence = feed_object.sequence + excluded.sequence,
                    last_stamp = greatest(feed_object.last_stamp, %1$s)
                returning object_type, object_id, sequence, last_stamp)
            insert into portal.feed_event (id, stamp, object_type, object_id, sequence, origin, at, type, data, trace)
            select id, last_stamp, object_type, object_id,
                sequence + 1 - row_number() over (partition by object_type, object_id order by position desc),
                origin, at, type, data::jsonb, trace
            from told join counted using (object_type, object_id) order by position
            """.formatted(FeedClock.NOW);

    private final Database portalDatabase;
    private final Bell bell = new Bell();

    FeedLog(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** Returns the event's id: the name of this change, also for notes about its delivery. */
    public UUID record(Change change) {
        UUID id = Ids.next();
        record(id, change);
        return id;
    }

    /** The same under an id that was taken before. */
    public void record(UUID id, Change change) {
        present().add(new Entry(id, change, Traces.toGoOnWith().traceparent()));
    }

    /** Those of the running transaction. */
    private Transaction present() {
        if (TransactionSynchronizationManager.getResource(this) instanceof Transaction begun) {
            return begun;
        }
        Transaction begins = new Transaction();
        TransactionSynchronizationManager.registerSynchronization(begins);
        TransactionSynchronizationManager.bindResource(this, begins);
        return begins;
    }

    private final class Transaction implements TransactionSynchronization {

        private final List<Entry> entries = new ArrayList<>();
        private boolean written;

        void add(Entry entry) {
            if (written) {
                throw new IllegalStateException(
                        "A change was recorded after the events of its transaction were written");
            }
            entries.add(entry);
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            written = true;
            write(entries);
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(FeedLog.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(FeedLog.this, this);
        }

        @Override
        public void afterCommit() {
            bell.ring();
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResource(FeedLog.this);
        }
    }

    private void write(List<Entry> entries) {
        portalDatabase
                .sql(INSERT)
                .param("id", Columns.texts(entries, entry -> entry.id().toString()))
                .param(
                        "objectType",
                        Columns.texts(entries, entry -> entry.change().objectType()))
                .param(
                        "objectId",
                        Columns.texts(
                                entries, entry -> entry.change().objectId().toString()))
                .param("origin", Columns.texts(entries, entry -> entry.change().origin()))
                .param("at", Columns.texts(entries, entry -> entry.change().at().toString()))
                .param(
                        "type",
                        Columns.texts(
                                entries,
                                entry ->
                                        ContractJson.word(entry.change().event().getClass())))
                .param(
                        "data",
                        Columns.texts(
                                entries,
                                entry -> ContractJson.write(entry.change().event())))
                .param("trace", Columns.texts(entries, Entry::trace))
                .update();
    }

    /** Rings at every event that is committed on this node. */
    Bell bell() {
        return bell;
    }
}
