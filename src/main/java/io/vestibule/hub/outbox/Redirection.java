package io.vestibule.hub.outbox;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.platform.database.Database;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Finds what a change of the portal is mailed with, also when what it tells lies elsewhere by now. */
@Component
public class Redirection {

    private final Database hubDatabase;

    Redirection(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /**
     * What still waits to be mailed to these addresses because of this event is about the object from now on.
     *
     * @param event id of an event of the feed
     * @param addresses in lower case
     * @return Message-IDs of all mails that it brought about, sent or not
     */
    public List<String> redirect(String event, ObjectRef object, Set<String> addresses) {
        hubDatabase
                .sql("""
                        update hub.outbox_message set object_type = :type, object_id = :id
                        where source = :source and channel = 'mail' and finished_at is null
                          and lower(target) = any(:addresses)
                        """)
                .param("type", object.type())
                .param("id", object.id())
                .param("source", OutboundSubscription.source(event))
                .param("addresses", addresses.toArray(String[]::new))
                .update();
        return hubDatabase
                .sql("""
                        select message_id from hub.outbox_message
                        where source = :source and channel = 'mail' and message_id is not null
                        """)
                .param("source", OutboundSubscription.source(event))
                .query(String.class)
                .list();
    }
}
