package io.vestibule.portal.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.Tidying;
import io.vestibule.platform.id.Ids;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing and flooding, the same on every node: counts tries in the database, known and unknown addresses
 * alike. Only what is allowed counts: who goes on asking too early is let in again as soon as the first of the counted
 * tries is old enough, and a flood neither fills the table nor keeps anybody out for longer.
 */
@Component
public class SignInThrottle {

    /** What is counted, how many are allowed, in what time. */
    enum Limit {
        /** Wrong passwords for one mail address from one network address. */
        PASSWORD_PER_ADDRESS_AND_NETWORK(5, Duration.ofMinutes(15)),
        /** Wrong passwords for one mail address from everywhere: a botnet has many network addresses. */
        PASSWORD_PER_ADDRESS(30, Duration.ofMinutes(15)),
        PASSWORD_PER_NETWORK(60, Duration.ofMinutes(15)),
        LINK_PER_ADDRESS(5, Duration.ofHours(1)),
        LINK_PER_NETWORK(60, Duration.ofHours(1)),
        TOKEN_PER_NETWORK(60, Duration.ofMinutes(15));

        private final int tries;
        private final Duration window;

        Limit(int tries, Duration window) {
            this.tries = tries;
            this.window = window;
        }
    }

    private static final Duration LONGEST = Duration.ofHours(1);

    private static final String HAS_ROOM = """
            (select count(*)
             from (select from portal.sign_in_attempt
                   where key = :key and at > clock_timestamp() - make_interval(secs => :window)
                   limit :tries) counted) < :tries
            """;

    private final Database portalDatabase;
    private final Counter turnedAway;

    SignInThrottle(Database portalDatabase, MeterRegistry meters) {
        this.portalDatabase = portalDatabase;
        this.turnedAway = Counter.builder("vestibule.sign.in.turned.away")
                .description("Tries to sign in, or to be mailed a link, that were one too many")
                .register(meters);
    }

    /** Counts this try; false when it is one too many, which does not count. */
    boolean allows(Limit limit, String subject) {
        String key = key(limit, subject);
        // A flood waits for no lock: it is told from what stands there already
        boolean allowed = hasRoom(limit, key) && portalDatabase.inTransaction(() -> count(limit, key));
        if (!allowed) {
            turnedAway.increment();
        }
        return allowed;
    }

    private boolean hasRoom(Limit limit, String key) {
        return limited("select " + HAS_ROOM, limit, key).query(Boolean.class).single();
    }

    /** Tries at the same moment take turns, so that each sees those before it. */
    private boolean count(Limit limit, String key) {
        portalDatabase
                .sql("select pg_advisory_xact_lock(hashtextextended('sign-in:' || :key, 0))")
                .param("key", key)
                .query((row, number) -> true)
                .single();
        String sql = "insert into portal.sign_in_attempt (key, at) select :key, clock_timestamp() where " + HAS_ROOM;
        return limited(sql, limit, key).update() > 0;
    }

    private StatementSpec limited(String sql, Limit limit, String key) {
        return portalDatabase
                .sql(sql)
                .param("key", key)
                .param("window", limit.window.toSeconds())
                .param("tries", limit.tries);
    }

    /** The latest try was somebody's who got in; all the others still count. */
    void giveBack(Limit limit, String subject) {
        portalDatabase.sql("""
                        delete from portal.sign_in_attempt where ctid = (
                            select ctid from portal.sign_in_attempt where key = :key order by at desc limit 1)
                        """).param("key", key(limit, subject)).update();
    }

    /** After a success the earlier tries don't count any more. */
    void forget(Limit limit, String subject) {
        portalDatabase
                .sql("delete from portal.sign_in_attempt where key = :key")
                .param("key", key(limit, subject))
                .update();
    }

    /** Removes tries that count for no limit any more. Called hourly by the route {@code tidy-portal}. */
    public void forgetOld() {
        Tidying.inPortions(
                "tries to sign in",
                () -> portalDatabase
                        .sql("""
                                delete from portal.sign_in_attempt where ctid in (
                                    select ctid from portal.sign_in_attempt
                                    where at < clock_timestamp() - make_interval(secs => :longest) limit 5000)
                                """)
                        .param("longest", LONGEST.toSeconds())
                        .update());
    }

    private static String key(Limit limit, String subject) {
        return limit.name() + " " + Ids.sha256(subject);
    }
}
