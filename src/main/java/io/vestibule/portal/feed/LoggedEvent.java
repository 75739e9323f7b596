package io.vestibule.portal.feed;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.vestibule.portal.contract.ObjectRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the feed in the form of the contract.
 *
 * @param id unique for ever; the {@code webhook-id} it is pushed with
 * @param cursor where it stands in the log; opaque to readers
 * @param sequence counts up per object, from 1
 * @param origin the account the change came from, null for a change in the portal
 * @param data the event as JSON
 * @param traceparent W3C trace context of what made it; null for one made before there were any
 */
public record LoggedEvent(
        UUID id,
        String cursor,
        ObjectRef object,
        long sequence,
        @Nullable String origin,
        Instant at,
        String type,
        @JsonRawValue String data,
        @Nullable String traceparent) {

    static final String COLUMNS = "e.id, e.stamp, e.position, e.object_type, e.object_id, e.sequence, e.origin,"
            + " e.at, e.type, e.data::text data, e.trace";

    static LoggedEvent map(ResultSet row, int number) throws SQLException {
        return new LoggedEvent(
                row.getObject("id", UUID.class),
                new Position(row.getLong("stamp"), row.getLong("position")).cursor(),
                new ObjectRef(row.getString("object_type"), row.getString("object_id")),
                row.getLong("sequence"),
                row.getString("origin"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("type"),
                row.getString("data"),
                row.getString("trace"));
    }

    Position position() {
        return Position.of(cursor);
    }
}
