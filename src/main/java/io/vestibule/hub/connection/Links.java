package io.vestibule.hub.connection;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.platform.batch.Together;
import io.vestibule.platform.database.BatchFailure;
import io.vestibule.platform.database.Columns;
import io.vestibule.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * Which client a vendor's record (a contact, a company) stands for, in connections that serve the whole firm. Only a
 * person's decision makes a link; names and domains merely suggest one.
 */
@Repository
public class Links implements DisposableBean {

    /** Short: what was claimed together comes here together. One alone is answered at once. */
    static final Together.Limits TOGETHER =
            new Together.Limits(2, 100, 100, Duration.ofMillis(5), Duration.ofMinutes(2));

    private static final String IS_KEY = "connection = :connection and kind = :kind and external_id = :externalId";

    private final Database hubDatabase;
    private final Together<Key, Optional<ClientId>> finding;

    Links(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
        this.finding = new Together<>("links", TOGETHER, key -> 1, BatchFailure::mayBeOfOnePiece, this::find);
    }

    /** A record of a vendor that stands for a client, e.g. contact 717f of the connection firm-ledger. */
    public record Key(String connection, String kind, String externalId) {}

    /**
     * @param client null = not linked: it waits for a decision, or its link was removed
     * @param label how people recognise the vendor's record, e.g. "Acme Ltd (books@acme.example)"
     */
    public record Link(
            Key key,
            @Nullable ClientId client,
            String label,
            @Nullable String linkedBy,
            Instant linkedAt) {}

    /** Who linked, and what the record was called then. */
    public record By(String person, String label) {}

    /** @param from and to ids of clients, null for none */
    public record Change(@Nullable String from, @Nullable String to, String by, Instant at) {}

    /**
     * The client that it is linked with, by all that was decided before. Every piece of news asks: those that do so at the
     * same time ask together. Not inside a transaction, whose own changes it would not see.
     */
    public Optional<ClientId> find(Key key) {
        return finding.result(key);
    }

    /** Those of them that are linked with a client. */
    public List<Key> linked(List<Key> keys) {
        List<Optional<ClientId>> clients = find(keys);
        return IntStream.range(0, keys.size())
                .filter(place -> clients.get(place).isPresent())
                .mapToObj(keys::get)
                .toList();
    }

    /** Planned once per connection: sub-selects hide how long the arrays are, and the limit has links looked up one by one. */
    private List<Optional<ClientId>> find(List<Key> keys) {
        Map<Integer, ClientId> found = new HashMap<>();
        hubDatabase
                .sql("""
                        select k.position, found.client_id
                        from unnest((select :connection::text[]), (select :kind::text[]), (select :externalId::text[]))
                            with ordinality as k (connection, kind, external_id, position)
                        cross join lateral (
                            select l.client_id from hub.link l
                            where l.connection = k.connection and l.kind = k.kind and l.external_id = k.external_id
                            limit 1) found
                        where found.client_id is not null
                        """)
                .param("connection", Columns.texts(keys, Key::connection))
                .param("kind", Columns.texts(keys, Key::kind))
                .param("externalId", Columns.texts(keys, Key::externalId))
                .query(row -> {
                    found.put(row.getInt("position"), new ClientId(row.getString("client_id")));
                });
        return IntStream.rangeClosed(1, keys.size())
                .mapToObj(position -> Optional.ofNullable(found.get(position)))
                .toList();
    }

    /** The link with its label, linked or not. */
    public Optional<Link> look(Key key) {
        return bound("select * from hub.link where " + IS_KEY, key)
                .query((row, number) -> link(row))
                .optional();
    }

    /**
     * Remembers what a record that waits for a decision is called. Where its name can't be read now, {@code label} is its
     * id, and an earlier name stays.
     *
     * @return what it is called
     */
    public String await(Key key, String label) {
        return bound("""
                        insert into hub.link (connection, kind, external_id, label)
                        values (:connection, :kind, :externalId, :label)
                        on conflict (connection, kind, external_id) do update set label =
                            case when excluded.label = excluded.external_id then link.label else excluded.label end
                        returning label
                        """, key).param("label", label).query(String.class).single();
    }

    /**
     * Makes the link or changes it; null removes it. What was delivered stays where it is.
     *
     * @param seen the client that it is linked with as far as whoever decides knows, null for none
     * @return false: somebody else has decided otherwise meanwhile, and nothing is changed
     */
    public boolean put(Key key, @Nullable ClientId seen, @Nullable ClientId client, By by) {
        return hubDatabase.inTransaction(() -> {
            ClientId before = bound("select * from hub.link where " + IS_KEY + " for update", key)
                    .query((row, number) -> link(row))
                    .optional()
                    .map(Link::client)
                    .orElse(null);
            boolean asSeen = Objects.equals(before, seen) || Objects.equals(before, client);
            if (!asSeen || !written(key, before, client, by)) {
                return false;
            }
            bound("""
                            insert into hub.link_change (connection, kind, external_id, from_client, to_client, by_whom)
                            values (:connection, :kind, :externalId, :from, :to, :by)
                            """, key)
                    .param("from", value(before))
                    .param("to", value(client))
                    .param("by", by.person())
                    .update();
            return true;
        });
    }

    /** A link that nobody had heard of can't be locked before: of two that make it, the second is told. */
    private boolean written(Key key, @Nullable ClientId before, @Nullable ClientId client, By by) {
        return bound("""
                        insert into hub.link (connection, kind, external_id, client_id, label, linked_by)
                        values (:connection, :kind, :externalId, :client, :label, :by)
                        on conflict (connection, kind, external_id) do update set client_id = excluded.client_id,
                            label = excluded.label, linked_by = excluded.linked_by, linked_at = clock_timestamp(),
                            decided = nextval('hub.link_decided')
                        where link.client_id is not distinct from :before
                        """, key)
                        .param("before", value(before))
                        .param("client", value(client))
                        .param("label", by.label())
                        .param("by", by.person())
                        .update()
                > 0;
    }

    private static @Nullable String value(@Nullable ClientId client) {
        return client == null ? null : client.value();
    }

    /**
     * What people decided about, latest first; removed links are among them.
     *
     * @param text part of label, id, connection or person; {@code clients}: ids of clients that the text names, too
     * @param client whose links only; null = everybody's
     */
    public record Search(
            @Nullable String text,
            Collection<String> clients,
            @Nullable ClientId client) {

        public static Search of(ClientId client) {
            return new Search(null, List.of(), client);
        }
    }

    /** @param next cursor of the page of older decisions, null on the last one */
    public record Page(List<Link> links, @Nullable Long next) {}

    private record Decided(Link link, long number) {}

    /** @param before cursor of {@link Page#next}, null for the latest */
    public Page decided(Search search, @Nullable Long before, int limit) {
        List<Decided> found = searching(
                        "select * from hub.link where decided < :before and " + matching(search)
                                + " order by decided desc limit :limit",
                        search)
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("limit", limit + 1)
                .query((row, number) -> new Decided(link(row), row.getLong("decided")))
                .list();
        List<Link> links = found.stream().limit(limit).map(Decided::link).toList();
        return new Page(
                links, found.size() <= limit ? null : found.get(limit - 1).number());
    }

    public long countDecided(Search search) {
        return searching("select count(*) from hub.link where " + matching(search), search)
                .query(Long.class)
                .single();
    }

    private static String matching(Search search) {
        return "linked_by is not null"
                + (search.client() == null ? "" : " and client_id = :client")
                + (search.text() == null
                        ? ""
                        : " and (client_id = any(:clients) or position(lower(:text) in"
                                + " lower(concat_ws(' ', label, external_id, connection, linked_by))) > 0)");
    }

    private StatementSpec searching(String sql, Search search) {
        return hubDatabase
                .sql(sql)
                .param("text", search.text())
                .param("client", value(search.client()))
                .param("clients", search.clients().toArray(String[]::new));
    }

    /** Decisions about it, newest first. */
    public List<Change> changes(Key key) {
        return bound("select * from hub.link_change where " + IS_KEY + " order by id desc limit 50", key)
                .query((row, number) -> new Change(
                        row.getString("from_client"),
                        row.getString("to_client"),
                        row.getString("by_whom"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    private StatementSpec bound(String sql, Key key) {
        return hubDatabase
                .sql(sql)
                .param("connection", key.connection())
                .param("kind", key.kind())
                .param("externalId", key.externalId());
    }

    @Override
    public void destroy() {
        finding.close();
    }

    private static Link link(ResultSet row) throws SQLException {
        String client = row.getString("client_id");
        return new Link(
                new Key(row.getString("connection"), row.getString("kind"), row.getString("external_id")),
                client == null ? null : new ClientId(client),
                row.getString("label"),
                row.getString("linked_by"),
                row.getTimestamp("linked_at").toInstant());
    }
}
