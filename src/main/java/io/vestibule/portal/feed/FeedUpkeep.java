package io.vestibule.portal.feed;

import io.vestibule.platform.database.Tidying;
import org.springframework.stereotype.Component;

/** Forgets events older than the feed keeps, hourly; several nodes at once do no harm. */
@Component
public class FeedUpkeep {

    private final Feed feed;

    FeedUpkeep(Feed feed) {
        this.feed = feed;
    }

    /** Called hourly by the route {@code tidy-portal}. */
    public void forget() {
        Tidying.inPortions("feed events", feed::forgetOld);
    }
}
