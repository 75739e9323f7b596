package io.vestibule.hub.connection;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.platform.batch.Together;
import io.vestibule.platform.database.BatchFailure;
import io.vestibule.platform.database.Columns;
import io.vestibule.platform.database.Database;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * What was shown to a client because of a link: written whenever news of such a record was applied, read when the link
 * turns out to be wrong.
 */
@Repository
public class LinkRecords implements DisposableBean {

    private final Database hubDatabase;
    private final Together<LinkRecord, Boolean> putting;

    LinkRecords(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
        this.putting =
                new Together<>("link-records", Links.TOGETHER, record -> 1, BatchFailure::mayBeOfOnePiece, this::put);
    }

    /** @param client to whom it is shown, null = to no client */
    public record LinkRecord(
            Links.Key key, ObjectRef object, @Nullable ClientId client) {}

    /**
     * False: it is noted so already and was not written again, as with most news. Those that are noted at the same time
     * share a look and a commit. Need not wait for the disk: what the note is about is committed after it, and with it the
     * note; a decision that was interrupted is made again.
     */
    public boolean put(LinkRecord record) {
        return putting.result(record);
    }

    private List<Boolean> put(List<LinkRecord> records) {
        Set<Integer> noted = noted(records);
        List<LinkRecord> others = IntStream.range(0, records.size())
                .filter(place -> !noted.contains(place + 1))
                .mapToObj(records::get)
                .toList();
        Set<Subject> written = others.isEmpty() ? Set.of() : hubDatabase.inTransactionNotAwaited(() -> write(others));
        return records.stream()
                .map(record -> written.contains(Subject.of(record)))
                .toList();
    }

    /** What a record is about: a connection tells each object's client once. */
    private record Subject(String connection, ObjectRef object) {
        static Subject of(LinkRecord record) {
            return new Subject(record.key().connection(), record.object());
        }
    }

    /** The places, from 1 on, of those that stand so already. */
    private Set<Integer> noted(List<LinkRecord> records) {
        return Set.copyOf(bound(records, """
                        select n.place from %s
                        cross join lateral (
                            select r.kind, r.external_id, r.client_id from hub.link_record r
                            where r.connection = n.connection and r.object_type = n.object_type
                            and r.object_id = n.object_id limit 1) known
                        where (known.kind, known.external_id) = (n.kind, n.external_id)
                        and known.client_id is not distinct from n.client_id
                        """).query(Integer.class).list());
    }

    /** @return those that nobody else has just noted the same way */
    private Set<Subject> write(List<LinkRecord> records) {
        return Set.copyOf(bound(records, """
                        insert into hub.link_record as r (connection, object_type, object_id, kind, external_id, client_id)
                        select connection, object_type, object_id, kind, external_id, client_id from %s
                        order by connection, object_type, object_id
                        on conflict (connection, object_type, object_id) do update set kind = excluded.kind,
                            external_id = excluded.external_id, client_id = excluded.client_id
                        where (r.kind, r.external_id, r.client_id)
                            is distinct from (excluded.kind, excluded.external_id, excluded.client_id)
                        returning r.connection, r.object_type, r.object_id
                        """)
                .query((row, number) ->
                        new Subject(row.getString(1), new ObjectRef(row.getString(2), row.getString(3))))
                .list());
    }

    /**
     * Planned once per connection, as in {@link Links#find}.
     *
     * @param sql with the place of the records as a table
     */
    private StatementSpec bound(List<LinkRecord> records, String sql) {
        return hubDatabase
                .sql(sql.formatted("""
                        unnest((select :connection::text[]), (select :type::text[]), (select :id::text[]),
                            (select :kind::text[]), (select :externalId::text[]), (select :client::text[]))
                            with ordinality as n (connection, object_type, object_id, kind, external_id, client_id, place)
                        """))
                .param(
                        "connection",
                        Columns.texts(records, record -> record.key().connection()))
                .param("type", Columns.texts(records, record -> record.object().type()))
                .param("id", Columns.texts(records, record -> record.object().id()))
                .param("kind", Columns.texts(records, record -> record.key().kind()))
                .param(
                        "externalId",
                        Columns.texts(records, record -> record.key().externalId()))
                .param("client", Columns.texts(records, record -> value(record.client())));
    }

    private static @Nullable String value(@Nullable ClientId client) {
        return client == null ? null : client.value();
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

    @Override
    public void destroy() {
        putting.close();
    }
}
