package io.vestibule.portal.feed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Forgets events older than the feed keeps, hourly; several nodes at once do no harm. */
@Component
public class FeedUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(FeedUpkeep.class);

    private final Feed feed;

    FeedUpkeep(Feed feed) {
        this.feed = feed;
    }

    /** Called hourly by the route {@code tidy-portal}. */
    public void forget() {
        try {
            int gone;
            do {
                gone = feed.forgetOld();
            } while (gone > 0);
        } catch (DataAccessException e) {
            LOG.info("Old feed events were not removed this time; the next try is in an hour. {}", e.getMessage());
        }
    }
}
