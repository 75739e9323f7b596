package io.vestibule.hub.agreement;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.platform.database.Database;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Keeps the last agreed value of each linked field, and every conflict with base, ours and theirs. */
@Component
class AgreedState {

    private final Database hubDatabase;

    AgreedState(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    Optional<String> find(String connection, ObjectRef object, String field) {
        return hubDatabase
                .sql("""
                        select value from hub.agreed_state
                        where connection = :connection and object_type = :type and object_id = :id and field = :field
                        """)
                .param("connection", connection)
                .param("type", object.type())
                .param("id", object.id())
                .param("field", field)
                .query(String.class)
                .optional();
    }

    void agree(String connection, ObjectRef object, String field, String value) {
        hubDatabase
                .sql("""
                        insert into hub.agreed_state (connection, object_type, object_id, field, value)
                        values (:connection, :type, :id, :field, :value)
                        on conflict (connection, object_type, object_id, field)
                        do update set value = excluded.value, agreed_at = clock_timestamp()
                        """)
                .param("connection", connection)
                .param("type", object.type())
                .param("id", object.id())
                .param("field", field)
                .param("value", value)
                .update();
    }

    /** Kept once per cause, however often the cause is handled. */
    void keep(Conflict conflict) {
        hubDatabase
                .sql("""
                        insert into hub.conflict
                            (connection, object_type, object_id, field, base, ours, theirs, winner, cause)
                        values (:connection, :type, :id, :field, :base, :ours, :theirs, :winner, :cause)
                        on conflict (connection, object_type, object_id, field, cause) do nothing
                        """)
                .param("connection", conflict.connection())
                .param("type", conflict.object().type())
                .param("id", conflict.object().id())
                .param("field", conflict.field())
                .param("base", conflict.base())
                .param("ours", conflict.ours())
                .param("theirs", conflict.theirs())
                .param("winner", conflict.winner())
                .param("cause", conflict.cause())
                .update();
    }
}
