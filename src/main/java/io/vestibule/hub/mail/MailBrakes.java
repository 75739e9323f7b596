package io.vestibule.hub.mail;

import io.vestibule.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Repository;

/**
 * Stops what only machines need: too many mails about one request to one address within a time. Remembers where mail is
 * held back and until when; then it goes on by itself. Called by {@link SentMails} under its lock.
 */
@Repository
class MailBrakes {

    /** At most that many mails within each time; more is a loop of machines. */
    static final Map<Duration, Integer> LIMITS = new TreeMap<>(Map.of(
            Duration.ofMinutes(10), 10,
            Duration.ofMinutes(30), 15,
            Duration.ofMinutes(60), 25,
            Duration.ofMinutes(180), 50,
            Duration.ofMinutes(600), 100));

    private final Database hubDatabase;

    MailBrakes(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** Mail about this request to this address does not leave until then. {@code told}: whether the request says so */
    record Held(String address, String requestId, Instant until, int heldBack, boolean told) {}

    /** Empty when another mail may leave; else it counts as held back. */
    Optional<Held> holding(String address, String requestId) {
        return freeAgain(address, requestId).map(until -> hold(address, requestId, until));
    }

    /** When in each limit that is full the oldest of the mails that fill it no longer counts. */
    private Optional<Instant> freeAgain(String address, String requestId) {
        return hubDatabase
                .sql("""
                        select oldest.sent_at + make_interval(secs => within) as free
                        from unnest(:withins::int[], :mosts::int[]) as limits (within, most)
                        cross join lateral (
                            select sent_at from hub.mail_sent
                            where address = :address and request_id = :request and not by_hand
                              and sent_at > clock_timestamp() - make_interval(secs => within)
                            order by sent_at desc offset most - 1 limit 1) oldest
                        order by free desc limit 1
                        """)
                .param("address", address)
                .param("request", requestId)
                .param(
                        "withins",
                        LIMITS.keySet().stream().map(Duration::toSeconds).toArray(Long[]::new))
                .param("mosts", LIMITS.values().toArray(Integer[]::new))
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .optional();
    }

    /** One that is over counts as none. */
    private Held hold(String address, String requestId, Instant until) {
        return hubDatabase
                .sql("""
                        insert into hub.mail_brake as b (address, request_id, until)
                        values (:address, :request, :until::timestamptz)
                        on conflict (address, request_id) do update set
                            since = case when b.until < clock_timestamp() then clock_timestamp() else b.since end,
                            held_back = case when b.until < clock_timestamp() then 1 else b.held_back + 1 end,
                            told = b.told and b.until >= clock_timestamp(),
                            until = excluded.until
                        returning address, request_id, until, held_back, told
                        """)
                .param("address", address)
                .param("request", requestId)
                .param("until", Database.at(until))
                .query(Held.class)
                .single();
    }

    /** The request says now that mail is held back. */
    void told(Held held) {
        hubDatabase
                .sql("update hub.mail_brake set told = true where address = :address and request_id = :request")
                .param("address", held.address())
                .param("request", held.requestId())
                .update();
    }

    /** Where mail is held back now, the oldest first. */
    List<Held> now(int limit) {
        return hubDatabase.sql("""
                        select address, request_id, until, held_back, told from hub.mail_brake
                        where until > clock_timestamp() order by since, address, request_id limit :limit
                        """).param("limit", limit).query(Held.class).list();
    }

    /** In how many places that is so. */
    long count() {
        return hubDatabase
                .sql("select count(*) from hub.mail_brake where until > clock_timestamp()")
                .query(Long.class)
                .single();
    }
}
