package io.vestibule.hub.connection;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.platform.database.Database;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
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

    /**
     * False: it is noted so already and was not written again, as with most news. Need not wait for the disk: what the
     * note is about is committed after it, and with it the note; a decision that was interrupted is made again.
     */
    public boolean put(LinkRecord record) {
        return !isNoted(record) && hubDatabase.inTransactionNotAwaited(() -> write(record));
    }

    private boolean isNoted(LinkRecord record) {
        return bound(record, """
                        select exists (select from hub.link_record
                            where connection = :connection and object_type = :type and object_id = :id
                            and kind = :kind and external_id = :externalId
                            and client_id is not distinct from cast(:client as text))
                        """).query(Boolean.class).single();
    }

    /** False when somebody else has just noted the same. */
    private boolean write(LinkRecord record) {
        return bound(record, """
                        insert into hub.link_record as r (connection, object_type, object_id, kind, external_id, client_id)
                        values (:connection, :type, :id, :kind, :externalId, :client)
                        on conflict (connection, object_type, object_id) do update set kind = excluded.kind,
                            external_id = excluded.external_id, client_id = excluded.client_id
                        where (r.kind, r.external_id, r.client_id)
                            is distinct from (excluded.kind, excluded.external_id, excluded.client_id)
                        """).update() > 0;
    }

    private StatementSpec bound(LinkRecord record, String sql) {
        return hubDatabase
                .sql(sql)
                .param("connection", record.key().connection())
                .param("type", record.object().type())
                .param("id", record.object().id())
                .param("kind", record.key().kind())
                .param("externalId", record.key().externalId())
                .param(
                        "client",
                        record.client() == null ? null : record.client().value());
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
