package io.vestibule.hub.feed;

import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Up to where the feed was compared with the inbox, and whether the portal held anything back then. */
@Component
public class FeedCursor {

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

    /** Since when the portal has events that wait for an open transaction of its database; by the last comparison. */
    public Optional<Instant> heldUpSince() {
        return hubDatabase
                .sql("select held_up_since from hub.feed_cursor where feed = :feed and held_up_since is not null")
                .param("feed", PORTAL)
                .query((row, number) ->
                        row.getObject("held_up_since", OffsetDateTime.class).toInstant())
                .optional();
    }

    void heldUp(@Nullable Instant since) {
        hubDatabase
                .sql("update hub.feed_cursor set held_up_since = :since where feed = :feed")
                .param("feed", PORTAL)
                .param("since", since == null ? null : Database.at(since))
                .update();
    }

    void forget() {
        hubDatabase
                .sql("delete from hub.feed_cursor where feed = :feed")
                .param("feed", PORTAL)
                .update();
    }

    void move(String cursor) {
        hubDatabase.sql("""
                        insert into hub.feed_cursor (feed, cursor) values (:feed, :cursor)
                        on conflict (feed) do update set cursor = excluded.cursor, checked_at = clock_timestamp()
                        """).param("feed", PORTAL).param("cursor", cursor).update();
    }
}
