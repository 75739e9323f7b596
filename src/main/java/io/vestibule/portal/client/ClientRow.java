package io.vestibule.portal.client;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Reads one row of {@code portal.client}. */
public final class ClientRow {

    private ClientRow() {}

    /** A client and where it stands in the order of changes. */
    public record Changed(Client client, ChangePosition position) {}

    static Client map(ResultSet row, int number) throws SQLException {
        return new Client(
                row.getObject("id", UUID.class),
                row.getString("name"),
                List.of((String[]) row.getArray("domains").getArray()),
                row.getObject("default_owner", UUID.class),
                row.getString("team"),
                row.getString("team_address"),
                row.getString("language"),
                row.getString("mail_content"),
                row.getLong("version"));
    }

    static Changed mapChanged(ResultSet row, int number) throws SQLException {
        return new Changed(
                map(row, number),
                new ChangePosition(
                        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                        row.getObject("id", UUID.class)));
    }
}
