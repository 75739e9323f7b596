package io.vestibule.hub.feed;

import io.vestibule.platform.database.Database;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Up to where the feed was compared with the inbox. */
@Component
class FeedCursor {

    private static final String PORTAL = "portal";

    private final Database hubDatabase;

    FeedCursor(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    Optional<String> read() {
        return hubDatabase
                .sql("select cursor from hub.feed_cursor where feed = :feed")
                .param("feed", PORTAL)
                .query(String.class)
                .optional();
    }

    void move(String cursor) {
        hubDatabase.sql("""
                        insert into hub.feed_cursor (feed, cursor) values (:feed, :cursor)
                        on conflict (feed) do update set cursor = excluded.cursor, checked_at = clock_timestamp()
                        """).param("feed", PORTAL).param("cursor", cursor).update();
    }
}
