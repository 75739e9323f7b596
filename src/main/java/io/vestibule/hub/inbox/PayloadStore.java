package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Repository;

/**
 * Keeps the bytes of every delivery exactly as they came, so that everything can be replayed, disputed and read again.
 * Written by {@link Inbox} in the transaction of the rows; read by handlers and the console.
 */
@Repository
public class PayloadStore {

    private final Database hubDatabase;

    PayloadStore(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** @param headers names in lower case, credentials masked */
    public record Payload(
            long id, String app, String contentType, Map<String, String> headers, byte[] bytes, Instant storedAt) {}

    long put(Delivery delivery) {
        return hubDatabase
                .sql("""
                        insert into hub.payload (app, content_type, headers, bytes)
                        values (:app, :contentType, cast(:headers as jsonb), :bytes)
                        returning id
                        """)
                .param("app", delivery.app())
                .param("contentType", InboxJson.clean(delivery.contentType()))
                .param("headers", InboxJson.write(delivery.headers()))
                .param("bytes", delivery.raw())
                .query(Long.class)
                .single();
    }

    void remove(long id) {
        hubDatabase
                .sql("delete from hub.payload where id = :id")
                .param("id", id)
                .update();
    }

    public Optional<Payload> find(long id) {
        return hubDatabase
                .sql("select id, app, content_type, headers, bytes, stored_at from hub.payload where id = :id")
                .param("id", id)
                .query((row, number) -> new Payload(
                        row.getLong("id"),
                        row.getString("app"),
                        row.getString("content_type"),
                        InboxJson.readMap(row.getString("headers")),
                        row.getBytes("bytes"),
                        row.getTimestamp("stored_at").toInstant()))
                .optional();
    }

    /** The bytes of a row that exists; rows and bytes are stored and removed together. */
    public byte[] bytes(long id) {
        return find(id).orElseThrow(() -> new IllegalStateException("Payload " + id + " is gone"))
                .bytes();
    }
}
