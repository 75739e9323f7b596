package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Keeps the bytes of every delivery exactly as they came, so that everything can be replayed, disputed and read again.
 * Written by {@link Inbox} in the transaction of the rows; read by handlers and the console.
 */
@Repository
public class PayloadStore {

    /** In bytes. Many deliveries are handed over as one array, which is a second copy of them: not of a large one. */
    private static final int LARGE = 1_000_000;

    private final Database hubDatabase;

    protected PayloadStore(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** @param headers names in lower case, credentials masked */
    public record Payload(
            long id, String app, String contentType, Map<String, String> headers, byte[] bytes, Instant storedAt) {}

    /** The bytes that are handed over together with those of others; null where there are too many for that. */
    static byte @Nullable [] small(Delivery delivery) {
        return delivery.raw().length < LARGE ? delivery.raw() : null;
    }

    /** Stores the bytes of the large ones among the deliveries, each under its id; those without an id are not kept. */
    static void putLarge(Database database, Map<Integer, Long> ids, List<Delivery> deliveries) {
        ids.forEach((place, id) -> {
            if (small(deliveries.get(place)) == null) {
                putLarge(database, id, deliveries.get(place));
            }
        });
    }

    private static void putLarge(Database database, long id, Delivery delivery) {
        database.sql("""
                        insert into hub.payload (id, app, content_type, headers, bytes) overriding system value
                        values (:id, :app, :contentType, cast(:headers as jsonb), :bytes)
                        on conflict (id) do nothing
                        """)
                .param("id", id)
                .param("app", delivery.app())
                .param("contentType", InboxJson.clean(delivery.contentType()))
                .param("headers", InboxJson.write(delivery.headers()))
                .param("bytes", Database.large(delivery.raw()))
                .update();
    }

    public Optional<Payload> find(long id) {
        return hubDatabase
                .sqlOfLargeValues(
                        "select id, app, content_type, headers, bytes, stored_at from hub.payload where id = :id")
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

    /** The first bytes of each, by its id; those that are gone are missing. */
    public Map<Long, byte[]> beginnings(Collection<Long> ids, int bytes) {
        Map<Long, byte[]> beginnings = new HashMap<>();
        hubDatabase
                .sql("select id, substring(bytes from 1 for :bytes) as bytes from hub.payload where id = any(:ids)")
                .param("bytes", bytes)
                .param("ids", ids.toArray(Long[]::new))
                .query(row -> {
                    beginnings.put(row.getLong("id"), row.getBytes("bytes"));
                });
        return beginnings;
    }

    /** The bytes of a message in work: what is open keeps its original. */
    public byte[] bytes(long id) {
        return find(id).orElseThrow(() -> new IllegalStateException("Payload " + id + " is gone"))
                .bytes();
    }
}
