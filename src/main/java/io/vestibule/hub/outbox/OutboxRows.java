package io.vestibule.hub.outbox;

import io.vestibule.hub.canonical.ObjectRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@code hub.outbox_message}. */
final class OutboxRows {

    private OutboxRows() {}

    static OutboxMessage message(ResultSet row, int number) throws SQLException {
        return new OutboxMessage(
                row.getLong("id"),
                draft(row),
                row.getString("message_id"),
                time(row, "created_at"),
                row.getInt("attempts"),
                row.getInt("replays"),
                row.getObject("claim", UUID.class),
                row.getString("trace"),
                row.getBoolean("early"));
    }

    static OutboxRow row(ResultSet row, int number) throws SQLException {
        return new OutboxRow(
                row.getLong("id"),
                draft(row),
                row.getString("message_id"),
                OutboxState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("words"),
                row.getInt("attempts"),
                row.getInt("replays"),
                time(row, "created_at"),
                time(row, "due_at"),
                time(row, "changed_at"),
                timeOrNull(row, "finished_at"),
                row.getString("trace"));
    }

    private static OutboxDraft draft(ResultSet row) throws SQLException {
        String objectType = row.getString("object_type");
        return new OutboxDraft(
                row.getString("source"),
                row.getString("channel"),
                row.getString("target"),
                row.getString("connection"),
                objectType == null ? null : new ObjectRef(objectType, row.getString("object_id")),
                row.getString("client_id"),
                row.getString("purpose"),
                row.getString("body"),
                null);
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
