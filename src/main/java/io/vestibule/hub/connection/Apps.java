package io.vestibule.hub.connection;

import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.platform.database.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * The registrations with vendors. Reads come from memory and follow a change on any node within seconds; changes are
 * checked against what the connector declares, bump the version and are told to the {@link ConnectionListener}s.
 */
@Repository
public class Apps {

    private final Database hubDatabase;
    private final ConnectionWatch watch;
    private final ConnectorCatalog catalog;
    private final Secrets secrets;

    Apps(Database hubDatabase, ConnectionWatch watch, ConnectorCatalog catalog, Secrets secrets) {
        this.hubDatabase = hubDatabase;
        this.watch = watch;
        this.catalog = catalog;
        this.secrets = secrets;
    }

    public Optional<App> find(String name) {
        return Optional.ofNullable(watch.current().apps().get(name)).map(this::checked);
    }

    /** By name. */
    public Collection<App> all() {
        return watch.current().apps().values().stream().map(this::checked).toList();
    }

    /** A connector that is missing or broken now stops its apps now, whatever is stored. */
    private App checked(App app) {
        if (catalog.find(app.connector()).isPresent()) {
            return app;
        }
        return new App(
                app.name(),
                app.connector(),
                app.settings(),
                app.secrets(),
                app.enabled(),
                Connections.noConnector(app.connector()),
                app.version());
    }

    /** When each secret field of this app was entered; the values never leave this room but for their use. */
    public Map<String, Instant> secretsSetAt(String name) {
        return secrets.setAt("app:" + name);
    }

    /**
     * Creates the app, or changes the one with this name.
     *
     * @param expectedVersion of the one that was looked at; null = it must be new
     */
    public Change save(AppDraft draft, @Nullable Long expectedVersion, String by) {
        FieldCheck check = check(draft, expectedVersion);
        if (!check.errors().isEmpty()) {
            return new Change.Invalid(check.errors());
        }
        Optional<Long> version = hubDatabase.inTransaction(() -> write(draft, check, expectedVersion, by));
        watch.changed();
        return version.<Change>map(number -> new Change.Saved(number, null)).orElseGet(Change.Moved::new);
    }

    FieldCheck check(AppDraft draft, @Nullable Long expectedVersion) {
        return check(draft, catalog.find(draft.connector()), find(draft.name()), expectedVersion);
    }

    /** In the caller's transaction. Empty: it was changed meanwhile. */
    Optional<Long> write(AppDraft draft, FieldCheck check, @Nullable Long expectedVersion, String by) {
        Optional<Long> stored = store(draft, check, expectedVersion, by);
        if (stored.isPresent()) {
            secrets.put("app:" + draft.name(), check.secrets());
            Connections.count(hubDatabase);
        }
        return stored;
    }

    private FieldCheck check(
            AppDraft draft, Optional<Connector> connector, Optional<App> present, @Nullable Long expectedVersion) {
        FieldCheck check = new FieldCheck();
        check.name(draft.name());
        if (expectedVersion == null && present.isPresent()) {
            check.error("name", "There is an app named \"%s\" already. Choose another name.".formatted(draft.name()));
        }
        if (present.isEmpty() && isMailbox(watch.current().connections().get(draft.name()))) {
            check.error("name", "There is a mailbox named \"%s\". Choose another name.".formatted(draft.name()));
        }
        if (connector.isEmpty()) {
            check.error("connector", Connections.noConnector(draft.connector()));
        } else if (present.isPresent() && !present.get().connector().equals(draft.connector())) {
            check.error("connector", "An app keeps its connector. Create a new app instead.");
        } else {
            Map<String, String> stored = present.map(App::secrets).orElse(Map.of());
            check.fields(connector.get().app(), draft.values(), stored);
        }
        return check;
    }

    /** A mailbox's news carries the mailbox's name where other news carries its app's: no app may have it. */
    private boolean isMailbox(@Nullable Connection connection) {
        return connection != null
                && catalog.find(connection.connector())
                        .filter(connector -> connector.receive().mail() != null)
                        .isPresent();
    }

    private Optional<Long> store(AppDraft draft, FieldCheck check, @Nullable Long expectedVersion, String by) {
        Map<String, Object> values = new HashMap<>();
        values.put("name", draft.name());
        values.put("connector", draft.connector());
        values.put("settings", SnapshotReader.write(check.settings()));
        values.put("enabled", draft.enabled());
        values.put("by", by);
        if (expectedVersion == null) {
            return hubDatabase.sql("""
                            insert into hub.app (name, connector, settings, enabled, changed_by)
                            values (:name, :connector, cast(:settings as jsonb), :enabled, :by)
                            on conflict do nothing returning version
                            """).params(values).query(Long.class).optional();
        }
        values.put("expected", expectedVersion);
        return hubDatabase.sql("""
                        update hub.app set settings = cast(:settings as jsonb), enabled = :enabled, problem = null,
                            version = version + 1, changed_at = clock_timestamp(), changed_by = :by
                        where name = :name and version = :expected returning version
                        """).params(values).query(Long.class).optional();
    }

    /** Switches an app on or off; all its connections stand and fall with it. False when there is none. */
    public boolean enable(String name, boolean enabled, String by) {
        return update(name, "enabled = :value", enabled, by);
    }

    private boolean update(String name, String what, @Nullable Object value, String by) {
        int changed = hubDatabase.inTransaction(() -> {
            Connections.count(hubDatabase);
            return hubDatabase
                    .sql("update hub.app set " + what
                            + ", version = version + 1, changed_at = clock_timestamp(), changed_by = :by"
                            + " where name = :name")
                    .param("value", value)
                    .param("by", by)
                    .param("name", name)
                    .update();
        });
        watch.changed();
        return changed > 0;
    }
}
