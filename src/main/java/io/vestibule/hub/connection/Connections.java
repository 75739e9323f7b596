package io.vestibule.hub.connection;

import io.vestibule.hub.connection.Connection.StatusTable;
import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * The accounts authorised under apps. Reads come from memory and follow a change on any node within seconds; changes are
 * checked against what the connector declares, bump the version and are told to the {@link ConnectionListener}s. One
 * that can't work as it is gets stored switched off, with the problem.
 */
@Repository
public class Connections {

    private final Database hubDatabase;
    private final ConnectionWatch watch;
    private final ConnectorCatalog catalog;
    private final Secrets secrets;
    private final AccountLock lock;
    private volatile @Nullable View view;

    Connections(
            Database hubDatabase, ConnectionWatch watch, ConnectorCatalog catalog, Secrets secrets, AccountLock lock) {
        this.hubDatabase = hubDatabase;
        this.watch = watch;
        this.catalog = catalog;
        this.secrets = secrets;
        this.lock = lock;
    }

    public Optional<Connection> find(String name) {
        return Optional.ofNullable(current().byName().get(name));
    }

    /** The connection that events of this account belong to; account is empty where the app is the account. */
    public Optional<Connection> byAccount(String app, String account) {
        return Optional.ofNullable(current().byAccount().get(new Account(app, account)));
    }

    /** Its account is one of several that are listed after sign-in, and none was chosen so far. */
    public boolean waitsForAccount(Connection connection) {
        return catalog.find(connection.connector())
                .filter(connector -> FieldCheck.waitsForAccount(connector, connection.account()))
                .isPresent();
    }

    /** By name. */
    public Collection<Connection> ofApp(String app) {
        return all().stream().filter(connection -> connection.app().equals(app)).toList();
    }

    /** By name. */
    public Collection<Connection> all() {
        return current().byName().values();
    }

    /** What is made of all connections by name; once, until one of them, an app or a connector is another. */
    @SuppressWarnings("ReferenceEquality") // a view is made once for each state
    public <T> Supplier<T> made(Function<Collection<Connection>, T> making) {
        AtomicReference<@Nullable Made<T>> last = new AtomicReference<>();
        return () -> {
            View now = current();
            Made<T> made = last.get();
            if (made == null || made.of() != now) {
                made = new Made<>(now, making.apply(now.byName().values()));
                last.set(made);
            }
            return made.value();
        };
    }

    private record Made<T>(View of, T value) {}

    private record Account(String app, String name) {}

    /** The connections of one snapshot under one state of the catalog; every webhook asks, few change anything. */
    private record View(
            Snapshot snapshot, long catalog, Map<String, Connection> byName, Map<Account, Connection> byAccount) {}

    @SuppressWarnings("ReferenceEquality") // a snapshot is read whole and never changed
    private View current() {
        View now = view;
        Snapshot snapshot = watch.current();
        long fingerprint = catalog.fingerprint();
        if (now == null || now.snapshot() != snapshot || now.catalog() != fingerprint) {
            now = look(snapshot, fingerprint);
            view = now;
        }
        return now;
    }

    private View look(Snapshot snapshot, long fingerprint) {
        Map<String, Connection> byName = new LinkedHashMap<>();
        Map<Account, Connection> byAccount = new HashMap<>();
        snapshot.connections().forEach((name, stored) -> {
            Connection connection = checked(stored);
            byName.put(name, connection);
            if (!waitsForAccount(connection)) {
                byAccount.putIfAbsent(new Account(connection.app(), connection.account()), connection);
            }
        });
        return new View(snapshot, fingerprint, Collections.unmodifiableMap(byName), byAccount);
    }

    /** Whether it may be used now: switched on, like its app, and neither of them stopped by a problem. */
    public boolean working(Connection connection) {
        App app = watch.current().apps().get(connection.app());
        return connection.enabled()
                && connection.problem() == null
                && app != null
                && app.enabled()
                && app.problem() == null;
    }

    /**
     * A connector that is missing or broken now stops its connections now, whatever is stored; a status table that the
     * connection has none of is the connector's.
     */
    private Connection checked(Connection connection) {
        Optional<Connector> connector = catalog.find(connection.connector());
        return connector.isPresent()
                ? with(connection, tables(connector.get(), connection), connection.problem())
                : with(connection, connection.statuses(), noConnector(connection.connector()));
    }

    private static Map<String, StatusTable> tables(Connector connector, Connection connection) {
        Map<String, StatusTable> tables = new HashMap<>();
        connector.statuses().forEach((type, table) -> tables.put(type, new StatusTable(table.in(), table.out())));
        tables.putAll(connection.statuses());
        return Map.copyOf(tables);
    }

    private static Connection with(Connection connection, Map<String, StatusTable> statuses, @Nullable String problem) {
        return new Connection(
                connection.name(),
                connection.app(),
                connection.connector(),
                connection.account(),
                connection.client(),
                connection.settings(),
                connection.secrets(),
                statuses,
                connection.enabled(),
                problem,
                connection.version());
    }

    static String noConnector(String connector) {
        return "The connector \"%s\" is missing or has an error. Look at the health page for what is wrong with it."
                .formatted(connector);
    }

    /** When each secret field of this connection was entered; the values never leave this room but for their use. */
    public Map<String, Instant> secretsSetAt(String name) {
        return secrets.setAt("connection:" + name);
    }

    /**
     * Creates the connection, or changes the one with this name.
     *
     * @param expectedVersion of the one that was looked at; null = it must be new
     */
    public Change save(ConnectionDraft draft, @Nullable Long expectedVersion, String by) {
        ConnectionCheck check = check(draft, watch.current(), expectedVersion);
        if (!check.errors().isEmpty()) {
            return new Change.Invalid(check.errors());
        }
        Optional<Long> version = hubDatabase.inTransaction(() -> write(check, expectedVersion, by));
        watch.changed();
        return version.<Change>map(number -> new Change.Saved(number, check.problem()))
                .orElseGet(Change.Moved::new);
    }

    /** What is wrong with it, by field, as {@link Change.Invalid} has it; nothing is stored. */
    public Map<String, String> errors(ConnectionDraft draft, @Nullable Long expectedVersion) {
        return check(draft, watch.current(), expectedVersion).errors();
    }

    ConnectionCheck check(ConnectionDraft draft, Snapshot others, @Nullable Long expectedVersion) {
        return new ConnectionCheck(draft, others, catalog, lock).run(expectedVersion == null);
    }

    /** In the caller's transaction. Empty: it was changed meanwhile, or what can't be changed any more was linked. */
    Optional<Long> write(ConnectionCheck check, @Nullable Long expectedVersion, String by) {
        Optional<Long> stored = store(check, expectedVersion, by);
        if (stored.isPresent()) {
            secrets.put("connection:" + check.draft().name(), check.fields().secrets());
            count(hubDatabase);
        }
        return stored;
    }

    private Optional<Long> store(ConnectionCheck check, @Nullable Long expectedVersion, String by) {
        ConnectionDraft draft = check.draft();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("name", draft.name());
        values.put("app", draft.app());
        values.put("connector", check.connector().name());
        values.put("account", check.account());
        values.put("client", draft.client() == null ? null : draft.client().value());
        values.put("settings", SnapshotReader.write(check.fields().settings()));
        values.put("statuses", SnapshotReader.write(draft.statuses()));
        values.put("enabled", draft.enabled() && check.problem() == null);
        values.put("problem", check.problem());
        values.put("by", by);
        values.put("expected", Objects.requireNonNullElse(expectedVersion, 0L));
        values.put("mailbox", check.connector().receive().mail() != null);
        values.put("other", check.otherRecords());
        return hubDatabase
                .sql(expectedVersion == null ? INSERT : UPDATE)
                .params(values)
                .query(Long.class)
                .optional();
    }

    private static final String INSERT = """
            insert into hub.connection (name, app, connector, account, client_id, settings, statuses, enabled, problem,
                changed_by)
            values (:name, :app, :connector, :account, :client, cast(:settings as jsonb), cast(:statuses as jsonb),
                :enabled, :problem, :by)
            on conflict do nothing returning version
            """;

    private static final String UPDATE = """
            update hub.connection set account = :account, client_id = :client, settings = cast(:settings as jsonb),
                account_title = case when account = :account then account_title end,
                statuses = cast(:statuses as jsonb), enabled = :enabled, problem = :problem, version = version + 1,
                changed_at = clock_timestamp(), changed_by = :by
            where name = :name and version = :expected
                and (:mailbox or (account in ('', :account) and not :other) or not %s)
            returning version
            """.formatted(AccountLock.LOCKED);

    /**
     * Switches a connection on or off. Switching on checks it again as saving does and forgets an old problem.
     *
     * @return what keeps it from being switched on, in words for people; empty = done
     */
    public Optional<String> enable(String name, boolean enabled, String by) {
        Optional<Connection> found = find(name);
        if (found.isEmpty()) {
            return Optional.of("There is no connection named \"%s\".".formatted(name));
        }
        Optional<String> problem = enabled ? obstacle(found.get()) : Optional.empty();
        change(() -> hubDatabase
                .sql("""
                        update hub.connection set enabled = :enabled, problem = :problem, version = version + 1,
                            changed_at = clock_timestamp(), changed_by = :by
                        where name = :name
                        """)
                .param("enabled", enabled && problem.isEmpty())
                .param("problem", enabled ? problem.orElse(null) : found.get().problem())
                .param("by", by)
                .param("name", name)
                .update());
        return problem;
    }

    private Optional<String> obstacle(Connection connection) {
        Optional<Connector> connector = catalog.find(connection.connector());
        return connector.isEmpty()
                ? Optional.of(noConnector(connection.connector()))
                : FieldCheck.hindrance(connector.get(), connection.account(), connection.statuses());
    }

    /**
     * Makes this account the connection's own; the first one switches it on, as creating a connection does.
     *
     * @return why it could not be, or what keeps the connection from being switched on; empty = done
     */
    Optional<String> choose(Connection connection, String account, String by) {
        Optional<Connector> connector = catalog.find(connection.connector());
        if (connector.isEmpty()) {
            return Optional.of(noConnector(connection.connector()));
        }
        Optional<String> locked = lock.against(connection, account);
        if (locked.isPresent()) {
            return locked;
        }
        String setting = connector.get().accounts().orElseThrow().setting();
        Optional<String> problem = FieldCheck.hindrance(connector.get(), account, connection.statuses());
        boolean done = change(() -> hubDatabase
                .sql(CHOOSE)
                .param("account", account)
                .param("setting", SnapshotReader.write(Map.of(setting, account)))
                .param("problem", problem.orElse(null))
                .param("by", by)
                .param("name", connection.name())
                .update());
        return done ? problem : Optional.of("Another connection took this account meanwhile. Choose again.");
    }

    /** What the vendor calls the connection's account; empty = it has not said so far. */
    public Optional<String> accountTitle(String name) {
        return hubDatabase
                .sql("select account_title from hub.connection where name = :name and account_title is not null")
                .param("name", name)
                .query(String.class)
                .optional();
    }

    /** Keeps what the vendor calls this account, for as long as it is the connection's. */
    void nameAccount(String name, String account, String title) {
        hubDatabase
                .sql("""
                        update hub.connection set account_title = :title
                        where name = :name and account = :account and account_title is distinct from :title
                        """)
                .param("title", title)
                .param("name", name)
                .param("account", account)
                .update();
    }

    private static final String CHOOSE = """
            update hub.connection as this set account = :account, settings = settings || cast(:setting as jsonb),
                account_title = null,
                enabled = cast(:problem as text) is null and (enabled or account = ''), problem = :problem,
                version = version + 1, changed_at = clock_timestamp(), changed_by = :by
            where name = :name and not exists (
                select 1 from hub.connection other
                where other.app = this.app and other.account = :account and other.name <> this.name)
                and (account in ('', :account) or not %s)
            """.formatted(AccountLock.LOCKED);

    /** Switches a connection off because it can't work as it is set up. */
    void refuse(String name, String problem, String by) {
        change(() -> hubDatabase
                .sql("""
                        update hub.connection set enabled = false, problem = :problem, version = version + 1,
                            changed_at = clock_timestamp(), changed_by = :by
                        where name = :name
                        """)
                .param("problem", problem)
                .param("by", by)
                .param("name", name)
                .update());
    }

    /** Stops a connection for a reason that a person must remove; its queue is kept. True when it was not stopped. */
    public boolean stop(String name, String problem) {
        return change(() -> hubDatabase
                .sql("""
                        update hub.connection set problem = :problem, version = version + 1,
                            changed_at = clock_timestamp(), changed_by = 'hub'
                        where name = :name and problem is null
                        """)
                .param("problem", problem)
                .param("name", name)
                .update());
    }

    /** It works again: the problem is forgotten and its queue goes on. True when it was stopped. */
    public boolean recover(String name, String by) {
        return change(
                () -> hubDatabase.sql("""
                        update hub.connection set problem = null, version = version + 1,
                            changed_at = clock_timestamp(), changed_by = :by
                        where name = :name and problem is not null
                        """).param("by", by).param("name", name).update());
    }

    private boolean change(Supplier<Integer> update) {
        Integer changed = hubDatabase.inTransaction(() -> {
            int rows = update.get();
            if (rows > 0) {
                count(hubDatabase);
            }
            return rows;
        });
        watch.changed();
        return changed > 0;
    }

    static void count(Database hubDatabase) {
        hubDatabase
                .sql("update hub.connection_changes set changes = changes + 1")
                .update();
    }
}
