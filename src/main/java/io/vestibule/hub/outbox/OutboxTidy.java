package io.vestibule.hub.outbox;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.database.RetentionSettings;
import io.vestibule.platform.database.Tidying;
import org.springframework.stereotype.Component;

/**
 * Removes deliveries that came to their end long ago, and the single tries of those that stay. What waits, is held or dead
 * stays. Called hourly by the route {@code tidy-hub}.
 */
@Component
public class OutboxTidy {

    private final Database hubDatabase;
    private final RetentionSettings settings;

    OutboxTidy(Database hubDatabase, RetentionSettings settings) {
        this.hubDatabase = hubDatabase;
        this.settings = settings;
    }

    public void forget() {
        // The state is asked for again of a row that was sent again while this waited for it
        Tidying.older(hubDatabase, "deliveries", settings.messages(), """
                delete from hub.outbox_message where id in (
                    select id from hub.outbox_message
                    where created_at < clock_timestamp() - make_interval(secs => :kept)
                    and finished_at < clock_timestamp() - interval '1 day'
                    and state in ('SENT', 'NOT_NEEDED', 'CANCELLED', 'REFUSED', 'PUT_AWAY')
                    limit 500)
                and state in ('SENT', 'NOT_NEEDED', 'CANCELLED', 'REFUSED', 'PUT_AWAY')
                and finished_at < clock_timestamp() - interval '1 day'
                """);
        Tidying.older(hubDatabase, "tries of deliveries", settings.attempts(), """
                delete from hub.delivery_attempt where claim in (
                    select claim from hub.delivery_attempt
                    where started_at < clock_timestamp() - make_interval(secs => :kept) and ended_at is not null
                    limit 5000)
                """);
    }
}
