package io.vestibule.hub.outbox;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.platform.database.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What people and other rooms may ask about the outbox. Reads only; newest first unless said otherwise. */
@Component
public class Deliveries {

    private final Database hubDatabase;

    Deliveries(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    public Optional<OutboxRow> find(long id) {
        return hubDatabase
                .sql("select * from hub.outbox_message where id = :id")
                .param("id", id)
                .query(OutboxRows::row)
                .optional();
    }

    /** The mail that left with this Message-ID (without angle brackets). */
    public Optional<OutboxRow> findByMessageId(String messageId) {
        return hubDatabase
                .sql("select * from hub.outbox_message where message_id = :messageId")
                .param("messageId", messageId)
                .query(OutboxRows::row)
                .optional();
    }

    /** Rows below this id (null = from the newest), at most so many. */
    public List<OutboxRow> search(OutboxFilter filter, @Nullable Long before, int limit) {
        return hubDatabase
                .sql("""
                        select * from hub.outbox_message
                        where (:before::bigint is null or id < :before)
                          and (:state::text is null or state = :state)
                          and (:channel::text is null or channel = :channel)
                          and (:connection::text is null or connection = :connection)
                          and (:clientId::text is null or client_id = :clientId)
                          and (:text::text is null
                               or position(lower(:text) in lower(concat_ws(' ', target, purpose, reason, words))) > 0)
                        order by id desc limit :limit
                        """)
                .param("before", before)
                .param("state", filter.state() == null ? null : filter.state().name())
                .param("channel", filter.channel())
                .param("connection", filter.connection())
                .param("clientId", filter.clientId())
                .param("text", filter.text())
                .param("limit", limit)
                .query(OutboxRows::row)
                .list();
    }

    /** All that one cause brought about, oldest first. */
    public List<OutboxRow> bySource(String source) {
        return hubDatabase
                .sql("select * from hub.outbox_message where source = :source order by id")
                .param("source", source)
                .query(OutboxRows::row)
                .list();
    }

    /** All about one thing of the portal, oldest first. */
    public List<OutboxRow> byObject(ObjectRef object) {
        return hubDatabase
                .sql("select * from hub.outbox_message where object_type = :type and object_id = :id order by id")
                .param("type", object.type())
                .param("id", object.id())
                .query(OutboxRows::row)
                .list();
    }

    /** Every try of one row, oldest first. */
    public List<DeliveryAttempt> attempts(long id) {
        return hubDatabase
                .sql("select * from hub.delivery_attempt where message = :id order by started_at")
                .param("id", id)
                .query((row, number) -> new DeliveryAttempt(
                        OutboxRows.time(row, "started_at"),
                        OutboxRows.timeOrNull(row, "ended_at"),
                        row.getString("outcome"),
                        row.getString("reason"),
                        row.getString("words")))
                .list();
    }

    /** What people did to one row, oldest first. */
    public List<OutboxEvent> events(long id) {
        return hubDatabase
                .sql("select * from hub.outbox_event where message = :id order by at")
                .param("id", id)
                .query((row, number) ->
                        new OutboxEvent(OutboxRows.time(row, "at"), row.getString("what"), row.getString("who")))
                .list();
    }

    /** Numbers of every connection that ever had a delivery. */
    public List<OutboundTraffic> traffic() {
        return hubDatabase
                .sql("""
                        select m.connection,
                            count(*) filter (where finished_at is null) as waiting,
                            min(created_at) filter (where finished_at is null) as oldest,
                            max(finished_at) filter (where state in ('SENT', 'NOT_NEEDED')) as last_success,
                            coalesce(max(a.tries), 0) as tries,
                            coalesce(max(a.failures), 0) as failures
                        from hub.outbox_message m
                        left join (
                            select connection, count(*) as tries,
                                count(*) filter (where outcome in ('RETRY', 'REFUSED', 'HELD', 'DEAD')) as failures
                            from hub.delivery_attempt
                            where ended_at > clock_timestamp() - interval '1 hour'
                            group by connection) a on a.connection = m.connection
                        group by m.connection order by m.connection
                        """)
                .query((row, number) -> new OutboundTraffic(
                        row.getString("connection"),
                        row.getLong("waiting"),
                        OutboxRows.timeOrNull(row, "oldest"),
                        OutboxRows.timeOrNull(row, "last_success"),
                        row.getLong("tries"),
                        row.getLong("failures")))
                .list();
    }

    /** Rows by state, for the totals on top of a list. */
    public long count(OutboxState state) {
        return hubDatabase
                .sql("select count(*) from hub.outbox_message where state = :state")
                .param("state", state.name())
                .query(Long.class)
                .single();
    }

    /** Deliveries to vendors whose present state the portal was not told, oldest first. */
    List<OutboxRow> unnoted(int limit) {
        return hubDatabase.sql("""
                        select * from hub.outbox_message
                        where channel = 'vendor' and noted is distinct from state and state <> 'SENDING'
                        order by id limit :limit
                        """).param("limit", limit).query(OutboxRows::row).list();
    }

    /** The portal was told of this state. */
    void noted(OutboxRow row) {
        hubDatabase
                .sql("update hub.outbox_message set noted = :state where id = :id")
                .param("state", row.state().name())
                .param("id", row.id())
                .update();
    }
}
