package io.vestibule.hub.connection;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Repository;

/**
 * Which client a vendor's record (a contact, a company) stands for, in connections that serve the whole firm. Only a
 * person's decision makes a link; names and domains merely suggest one.
 */
@Repository
public class Links {

    private final Database hubDatabase;

    Links(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** @param label how people recognise the vendor's record, e.g. "Acme Ltd (books@acme.example)" */
    public record Link(
            String connection,
            String kind,
            String externalId,
            ClientId client,
            String label,
            String linkedBy,
            Instant linkedAt) {}

    public Optional<ClientId> find(String connection, String kind, String externalId) {
        return hubDatabase
                .sql("""
                        select client_id from hub.link
                        where connection = :connection and kind = :kind and external_id = :externalId
                        """)
                .param("connection", connection)
                .param("kind", kind)
                .param("externalId", externalId)
                .query(String.class)
                .optional()
                .map(ClientId::new);
    }

    /** Makes the link or changes it: from now on; what was delivered stays where it is. */
    public void put(String connection, String kind, String externalId, ClientId client, By by) {
        hubDatabase
                .sql("""
                        insert into hub.link (connection, kind, external_id, client_id, label, linked_by)
                        values (:connection, :kind, :externalId, :client, :label, :by)
                        on conflict (connection, kind, external_id) do update set client_id = excluded.client_id,
                            label = excluded.label, linked_by = excluded.linked_by, linked_at = clock_timestamp()
                        """)
                .param("connection", connection)
                .param("kind", kind)
                .param("externalId", externalId)
                .param("client", client.value())
                .param("label", by.label())
                .param("by", by.person())
                .update();
    }

    /** Who linked, and what the record was called then. */
    public record By(String person, String label) {}

    public List<Link> all(String connection) {
        return hubDatabase
                .sql("select * from hub.link where connection = :connection order by label, external_id")
                .param("connection", connection)
                .query((row, number) -> link(row))
                .list();
    }

    public List<Link> of(ClientId client) {
        return hubDatabase
                .sql("select * from hub.link where client_id = :client order by connection, label")
                .param("client", client.value())
                .query((row, number) -> link(row))
                .list();
    }

    public void remove(String connection, String kind, String externalId) {
        hubDatabase
                .sql("""
                        delete from hub.link
                        where connection = :connection and kind = :kind and external_id = :externalId
                        """)
                .param("connection", connection)
                .param("kind", kind)
                .param("externalId", externalId)
                .update();
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(
                row.getString("connection"),
                row.getString("kind"),
                row.getString("external_id"),
                new ClientId(row.getString("client_id")),
                row.getString("label"),
                row.getString("linked_by"),
                row.getTimestamp("linked_at").toInstant());
    }
}
