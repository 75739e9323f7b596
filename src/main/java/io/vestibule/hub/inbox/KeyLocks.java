package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Advisory locks, one per ordering key, held until the transaction ends. Rows of one key become visible in the order of
 * their ids because of them; the same lock guards claims and replays.
 */
final class KeyLocks {

    private KeyLocks() {}

    /** The number of the lock that guards one ordering key. */
    static long of(String app, String orderingKey) {
        return UUID.nameUUIDFromBytes(
                        ("inbox|" + app + "|" + InboxJson.clean(orderingKey)).getBytes(StandardCharsets.UTF_8))
                .getMostSignificantBits();
    }

    /** Waits for all of them, always in the same order, so that two who want the same ones don't block each other. */
    static void take(Database database, Stream<Long> locks) {
        database.sql("select pg_advisory_xact_lock(lock) from unnest(:locks) as l (lock)")
                .param("locks", locks.distinct().sorted().toArray(Long[]::new))
                .query(row -> {});
    }

    /** Takes those that nobody holds, without waiting. @return the ones taken */
    static List<Long> takeFree(Database database, Collection<Long> locks) {
        return database.sql("select lock from unnest(:locks) as l (lock) where pg_try_advisory_xact_lock(lock)")
                .param("locks", locks.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }
}
