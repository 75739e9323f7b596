package io.vestibule.support;

import io.vestibule.platform.database.Database;
import java.util.List;

/** The mails by which this admin was told of a trouble, or of its end; sent or still waiting. */
public record Alerts(Database hubDatabase, String admin) {

    /** Bodies of those whose subject begins like this. */
    public List<String> about(String subject) {
        return hubDatabase
                .sql("""
                        select body from hub.outbox_message
                        where connection = 'system' and purpose = 'alert' and target = :admin
                          and body::jsonb ->> 'subject' like :subject || '%'
                        """)
                .param("admin", admin)
                .param("subject", subject)
                .query(String.class)
                .list();
    }
}
