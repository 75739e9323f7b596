package io.vestibule.portal.feed;

import io.vestibule.platform.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Stamps the feed: the id of the writing transaction, plus a shift. Transaction ids belong to a database cluster and begin
 * again in another one, so a log restored from a dump may hold stamps that are still to come. Then the shift is raised at
 * the start, before anything is written: what is in the log is readable, what comes lies behind it, and every cursor that
 * somebody keeps stays true.
 */
@Component
class FeedClock implements InitializingBean {

    /** The stamp of the running transaction. */
    static final String NOW = "(pg_current_xact_id()::text::bigint + (select shift from portal.feed_clock))";

    /** Below it every stamp there will ever be is committed and visible. */
    static final String HORIZON =
            "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (select shift from portal.feed_clock))";

    /** Beyond what was stamped after the dump was made: somebody may have read it, and kept a cursor. */
    private static final long LEAP = 1_000_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(FeedClock.class);

    private final Database portalDatabase;

    FeedClock(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** Several nodes may do it at once: the second one finds nothing left to do. */
    @Override
    public void afterPropertiesSet() {
        int raised = portalDatabase.sql("""
                        update portal.feed_clock set shift = known.highest + :leap
                        from (select greatest((select max(stamp) from portal.feed_event),
                                              (select max(last_stamp) from portal.feed_object),
                                              (select max(stamp) from portal.feed_subscriber), 0) highest) known
                        where known.highest >= shift + pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                        """).param("leap", LEAP).update();
        if (raised > 0) {
            log.info("The database was restored from another cluster; the portal's feed goes on behind what it has");
        }
    }
}
