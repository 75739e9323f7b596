package io.vestibule.hub.connection;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.platform.database.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * What was shown to a client because of a link: written whenever news of such a record was applied, read when the link
 * turns out to be wrong.
 */
@Repository
public class LinkRecords {

    private final Database hubDatabase;

    LinkRecords(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** @param client to whom it is shown, null = to no client */
    public record LinkRecord(
            Links.Key key, ObjectRef object, @Nullable ClientId client) {}

    /** False: it is noted so already and was not written again, as with most news. */
    public boolean put(LinkRecord record) {
        return hubDatabase
                        .sql("""
                        insert into hub.link_record (connection, object_type, object_id, kind, external_id, client_id)
                        select :connection, :type, :id, :kind, :externalId, :client
                        where not exists (select from hub.link_record
                            where connection = :connection and object_type = :type and object_id = :id
                            and kind = :kind and external_id = :externalId
                            and client_id is not distinct from cast(:client as text))
                        on conflict (connection, object_type, object_id) do update set kind = excluded.kind,
                            external_id = excluded.external_id, client_id = excluded.client_id
                        """)
                        .param("connection", record.key().connection())
                        .param("type", record.object().type())
                        .param("id", record.object().id())
                        .param("kind", record.key().kind())
                        .param("externalId", record.key().externalId())
                        .param(
                                "client",
                                record.client() == null ? null : record.client().value())
                        .update()
                > 0;
    }

    public List<LinkRecord> of(Links.Key key) {
        return hubDatabase
                .sql("""
                        select * from hub.link_record
                        where connection = :connection and kind = :kind and external_id = :externalId
                        order by object_type, object_id
                        """)
                .param("connection", key.connection())
                .param("kind", key.kind())
                .param("externalId", key.externalId())
                .query((row, number) -> {
                    String client = row.getString("client_id");
                    return new LinkRecord(
                            key,
                            new ObjectRef(row.getString("object_type"), row.getString("object_id")),
                            client == null ? null : new ClientId(client));
                })
                .list();
    }

    /** The link by which this object came to its client. */
    public Optional<Links.Key> linkOf(ObjectRef object) {
        return hubDatabase
                .sql("""
                        select connection, kind, external_id from hub.link_record
                        where object_type = :type and object_id = :id limit 1
                        """)
                .param("type", object.type())
                .param("id", object.id())
                .query(Links.Key.class)
                .optional();
    }
}
