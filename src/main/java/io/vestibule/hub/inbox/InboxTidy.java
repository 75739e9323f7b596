package io.vestibule.hub.inbox;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.RetentionSettings;
import io.vestibule.platform.database.Tidying;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Removes what the inbox has kept long enough: originals, then whole messages that were applied, ignored or refused, by
 * full UTC days. What is open, held or dead stays with its original. The stored daily sums stay for ever. Called hourly by
 * the route {@code tidy-hub}.
 */
@Component
public class InboxTidy {

    /** Answered by the small indexes of open and of stuck rows. */
    private static final String NEEDED = """
            (select payload_id from hub.inbox_message where is_open
            union all select payload_id from hub.inbox_message where state in ('HELD', 'DEAD'))
            """;

    private final Database hubDatabase;
    private final RetentionSettings settings;

    InboxTidy(Database hubDatabase, RetentionSettings settings) {
        this.hubDatabase = hubDatabase;
        this.settings = settings;
    }

    public void forget() {
        Tidying.inPortions("originals", () -> hubDatabase.inTransaction(() -> forgetOriginals()));
        // The state is asked for again of a row that was replayed while this waited for it
        Tidying.older(hubDatabase, "messages", settings.messages(), """
                delete from hub.inbox_message where id in (
                    select id from hub.inbox_message
                    where received_at < date_trunc('day', clock_timestamp() - make_interval(secs => :kept), 'UTC')
                    and state in ('APPLIED', 'IGNORED', 'REFUSED') and changed_at < clock_timestamp() - interval '1 day'
                    limit 500)
                and state in ('APPLIED', 'IGNORED', 'REFUSED')
                """);
        Tidying.older(hubDatabase, "counts of deliveries", settings.messages(), """
                delete from hub.inbox_batch where id in (
                    select id from hub.inbox_batch
                    where day < ((clock_timestamp() - make_interval(secs => :kept)) at time zone 'UTC')::date limit 5000)
                """);
        Tidying.older(hubDatabase, "counts of refused signatures", settings.messages(), """
                delete from hub.refused_signature where minute < clock_timestamp() - make_interval(secs => :kept)
                """);
        Tidying.older(hubDatabase, "counts of untaken deliveries", settings.messages(), """
                delete from hub.untaken_delivery where minute < clock_timestamp() - make_interval(secs => :kept)
                """);
    }

    /** Locks before it looks whether they are needed: a replay holds its original before it opens the message again. */
    private int forgetOriginals() {
        List<Long> old = hubDatabase
                .sql("""
                        select id from hub.payload
                        where stored_at < clock_timestamp() - make_interval(secs => :kept) and id not in %s
                        limit 500 for update skip locked
                        """.formatted(NEEDED))
                .param("kept", settings.originals().toSeconds())
                .query(Long.class)
                .list();
        return hubDatabase
                .sql("delete from hub.payload where id = any(:old) and id not in " + NEEDED)
                .param("old", old.toArray(Long[]::new))
                .update();
    }
}
