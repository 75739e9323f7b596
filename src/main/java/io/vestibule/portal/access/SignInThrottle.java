package io.vestibule.portal.access;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.Tidying;
import io.vestibule.platform.id.Ids;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing and flooding, the same on every node: counts tries in the database, known and unknown addresses
 * alike. A try is written down before it is counted, so that tries at the same moment see each other.
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

    private final Database portalDatabase;

    SignInThrottle(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** Counts this try; false when it is one too many. */
    boolean allows(Limit limit, String subject) {
        String key = key(limit, subject);
        portalDatabase
                .sql("insert into portal.sign_in_attempt (key, at) values (:key, clock_timestamp())")
                .param("key", key)
                .update();
        int tries = portalDatabase
                .sql("select count(*) from portal.sign_in_attempt"
                        + " where key = :key and at > clock_timestamp() - make_interval(secs => :window)")
                .param("key", key)
                .param("window", limit.window.toSeconds())
                .query(Integer.class)
                .single();
        return tries <= limit.tries;
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
