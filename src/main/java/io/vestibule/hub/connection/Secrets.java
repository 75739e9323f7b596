package io.vestibule.hub.connection;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.security.SecretBox;
import io.vestibule.platform.security.SecretUnreadable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Repository;

/** The secret fields of apps and connections: sealed in the database, opened only into the snapshot in memory. */
@Repository
class Secrets {

    private final Database hubDatabase;
    private final SecretBox box;

    Secrets(Database hubDatabase, SecretBox box) {
        this.hubDatabase = hubDatabase;
        this.box = box;
    }

    /** @param unreadable titles of fields that this key can't open */
    record Opened(Map<String, String> values, List<String> unreadable) {
        static final Opened NONE = new Opened(Map.of(), List.of());
    }

    private record Sealed(String owner, String field, byte[] bytes) {}

    /** All secrets by owner. */
    Map<String, Opened> all() {
        Map<String, Opened> all = new HashMap<>();
        for (Sealed secret : hubDatabase
                .sql("select owner, field, sealed from hub.secret")
                .query((row, number) ->
                        new Sealed(row.getString("owner"), row.getString("field"), row.getBytes("sealed")))
                .list()) {
            all.merge(secret.owner(), open(secret), Secrets::together);
        }
        return all;
    }

    private Opened open(Sealed secret) {
        try {
            String value = box.open(secret.bytes(), secret.owner() + ":" + secret.field());
            return new Opened(Map.of(secret.field(), value), List.of());
        } catch (SecretUnreadable e) {
            return new Opened(Map.of(), List.of(secret.field()));
        }
    }

    private static Opened together(Opened one, Opened other) {
        Map<String, String> values = new HashMap<>(one.values());
        values.putAll(other.values());
        List<String> unreadable = new ArrayList<>(one.unreadable());
        unreadable.addAll(other.unreadable());
        return new Opened(Map.copyOf(values), List.copyOf(unreadable));
    }

    void put(String owner, Map<String, String> values) {
        values.forEach((field, value) -> hubDatabase
                .sql("""
                        insert into hub.secret (owner, field, sealed) values (:owner, :field, :sealed)
                        on conflict (owner, field) do update set sealed = excluded.sealed, set_at = clock_timestamp()
                        """)
                .param("owner", owner)
                .param("field", field)
                .param("sealed", box.seal(value, owner + ":" + field))
                .update());
    }

    /** When each secret field was entered. */
    Map<String, Instant> setAt(String owner) {
        Map<String, Instant> times = new HashMap<>();
        hubDatabase
                .sql("select field, set_at from hub.secret where owner = :owner")
                .param("owner", owner)
                .query(row -> {
                    times.put(row.getString("field"), row.getTimestamp("set_at").toInstant());
                });
        return times;
    }
}
