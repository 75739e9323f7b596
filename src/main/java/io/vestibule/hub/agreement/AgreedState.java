package io.vestibule.hub.agreement;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.platform.database.Database;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Keeps the last agreed value of each linked field, and what the record is about to get. */
@Component
class AgreedState {

    private final Database hubDatabase;

    AgreedState(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** @param announced what the record may have got since, where the answer to the write is not known; else null */
    record Agreed(String value, @Nullable String announced) {}

    Optional<Agreed> find(String connection, ObjectRef object, String field) {
        return ofField(connection, object, field, """
                        select value, announced from hub.agreed_state
                        where connection = :connection and object_type = :type and object_id = :id and field = :field
                        """).query(Agreed.class).optional();
    }

    /** Before the record is written; null when it is certain that it was not. Nothing where nothing was agreed yet. */
    void announce(String connection, ObjectRef object, String field, @Nullable String value) {
        ofField(connection, object, field, """
                        update hub.agreed_state set announced = :value
                        where connection = :connection and object_type = :type and object_id = :id and field = :field
                        """).param("value", value).update();
    }

    void agree(String connection, ObjectRef object, String field, String value) {
        ofField(connection, object, field, """
                        insert into hub.agreed_state (connection, object_type, object_id, field, value)
                        values (:connection, :type, :id, :field, :value)
                        on conflict (connection, object_type, object_id, field)
                        do update set value = excluded.value, announced = null, agreed_at = clock_timestamp()
                        """).param("value", value).update();
    }

    private StatementSpec ofField(String connection, ObjectRef object, String field, String sql) {
        return hubDatabase
                .sql(sql)
                .param("connection", connection)
                .param("type", object.type())
                .param("id", object.id())
                .param("field", field);
    }
}
