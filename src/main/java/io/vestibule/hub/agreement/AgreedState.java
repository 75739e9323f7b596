package io.vestibule.hub.agreement;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Keeps the last agreed value of each linked field, and what the record is about to get. */
@Component
class AgreedState {

    private static final String AGREE = """
            insert into hub.agreed_state as a (connection, object_type, object_id, field, value)
            values (:connection, :type, :id, :field, :value)
            on conflict (connection, object_type, object_id, field)
            do update set value = excluded.value, announced = null, agreed_at = clock_timestamp()
            """;

    private final Database hubDatabase;

    AgreedState(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** @param announced what the record may have got since, where the answer to the write is not known; else null */
    record Agreed(String value, @Nullable String announced, Instant agreedAt) {}

    /** What the database's clock says, by which agreements are dated. */
    Instant now() {
        return hubDatabase
                .sql("select clock_timestamp()")
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single();
    }

    Optional<Agreed> find(String connection, ObjectRef object, String field) {
        return ofField(connection, object, field, """
                        select value, announced, agreed_at from hub.agreed_state
                        where connection = :connection and object_type = :type and object_id = :id and field = :field
                        """)
                .query((row, number) -> new Agreed(
                        row.getString("value"),
                        row.getString("announced"),
                        row.getObject("agreed_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** Before the record is written; null when it is certain that it was not. Nothing where nothing was agreed yet. */
    void announce(String connection, ObjectRef object, String field, @Nullable String value) {
        ofField(connection, object, field, """
                        update hub.agreed_state set announced = :value
                        where connection = :connection and object_type = :type and object_id = :id and field = :field
                        """).param("value", value).update();
    }

    void agree(String connection, ObjectRef object, String field, String value) {
        ofField(connection, object, field, AGREE).param("value", value).update();
    }

    /** The same, unless something was agreed after this time: that is newer and stays. */
    void agreeUnlessSince(Instant time, String connection, ObjectRef object, String field, String value) {
        ofField(connection, object, field, AGREE + "where a.agreed_at <= :time")
                .param("value", value)
                .param("time", Database.at(time))
                .update();
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
