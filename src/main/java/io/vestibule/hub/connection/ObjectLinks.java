package io.vestibule.hub.connection;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Which object of the portal is kept as which record at a vendor: written when the record's first news was applied, read
 * to carry changes back.
 */
@Repository
public class ObjectLinks {

    private final Database hubDatabase;

    ObjectLinks(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /**
     * @param externalId the record's id at the vendor
     * @param label e.g. "HubSpot ticket 9912"
     * @param url where a person may look at it, or null
     */
    public record ObjectLink(
            String connection,
            String externalId,
            ObjectRef object,
            @Nullable String clientId,
            String label,
            @Nullable String url) {}

    public Optional<ObjectLink> byRecord(String connection, String objectType, String externalId) {
        return hubDatabase
                .sql("""
                        select * from hub.object_link
                        where connection = :connection and object_type = :type and external_id = :externalId
                        """)
                .param("connection", connection)
                .param("type", objectType)
                .param("externalId", externalId)
                .query((row, number) -> link(row))
                .optional();
    }

    public List<ObjectLink> of(ObjectRef object) {
        return hubDatabase
                .sql("""
                        select * from hub.object_link
                        where object_type = :type and object_id = :id order by connection, external_id
                        """)
                .param("type", object.type())
                .param("id", object.id())
                .query((row, number) -> link(row))
                .list();
    }

    /** Makes the link; one that is there gets the new label and address and keeps its object. */
    public void put(ObjectLink link) {
        hubDatabase
                .sql("""
                        insert into hub.object_link (connection, external_id, object_type, object_id, client_id, label,
                            url)
                        values (:connection, :externalId, :type, :id, :client, :label, :url)
                        on conflict (connection, object_type, external_id) do update
                            set label = excluded.label, url = excluded.url
                        """)
                .param("connection", link.connection())
                .param("externalId", link.externalId())
                .param("type", link.object().type())
                .param("id", link.object().id())
                .param("client", link.clientId())
                .param("label", link.label())
                .param("url", link.url())
                .update();
    }

    /** The object is another client's now, or nobody's. */
    public void give(ObjectRef object, @Nullable ClientId client) {
        hubDatabase
                .sql("update hub.object_link set client_id = :client where object_type = :type and object_id = :id")
                .param("client", client == null ? null : client.value())
                .param("type", object.type())
                .param("id", object.id())
                .update();
    }

    private static ObjectLink link(ResultSet row) throws SQLException {
        return new ObjectLink(
                row.getString("connection"),
                row.getString("external_id"),
                new ObjectRef(row.getString("object_type"), row.getString("object_id")),
                row.getString("client_id"),
                row.getString("label"),
                row.getString("url"));
    }
}
