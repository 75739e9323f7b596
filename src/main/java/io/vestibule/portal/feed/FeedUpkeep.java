package io.vestibule.portal.feed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets events older than the feed keeps, now and then; any node may, and several at once do no harm. */
@Component
class FeedUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(FeedUpkeep.class);

    private final Feed feed;

    FeedUpkeep(Feed feed) {
        this.feed = feed;
    }

    @Scheduled(initialDelayString = "PT11M", fixedDelayString = "PT1H")
    void forget() {
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
