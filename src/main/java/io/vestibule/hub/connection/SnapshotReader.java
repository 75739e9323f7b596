package io.vestibule.hub.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.Connection.StatusTable;
import io.vestibule.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the tables of apps and connections; what can't be opened or read becomes the problem of its own row only. */
@Component
class SnapshotReader {

    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {};
    private static final TypeReference<Map<String, StatusTable>> STATUSES = new TypeReference<>() {};

    private final Database hubDatabase;
    private final Secrets secrets;

    SnapshotReader(Database hubDatabase, Secrets secrets) {
        this.hubDatabase = hubDatabase;
        this.secrets = secrets;
    }

    long changes() {
        return hubDatabase
                .sql("select changes from hub.connection_changes")
                .query(Long.class)
                .single();
    }

    /** A connection is never seen without the secrets it was stored with. */
    Snapshot read() {
        return hubDatabase.inSnapshot(this::readTables);
    }

    private Snapshot readTables() {
        long changes = changes();
        Map<String, Secrets.Opened> opened = secrets.all();
        Map<String, App> apps = new TreeMap<>();
        for (App app : readApps(opened)) {
            apps.put(app.name(), app);
        }
        Map<String, Connection> connections = new TreeMap<>();
        for (Connection connection : readConnections(opened)) {
            connections.put(connection.name(), connection);
        }
        return new Snapshot(changes, apps, connections);
    }

    private List<App> readApps(Map<String, Secrets.Opened> opened) {
        return hubDatabase
                .sql("select * from hub.app")
                .query((row, number) -> app(row, opened))
                .list();
    }

    private static App app(ResultSet row, Map<String, Secrets.Opened> opened) throws SQLException {
        Secrets.Opened secrets = opened.getOrDefault("app:" + row.getString("name"), Secrets.Opened.NONE);
        return new App(
                row.getString("name"),
                row.getString("connector"),
                read(row.getString("settings"), SETTINGS),
                secrets.values(),
                row.getBoolean("enabled"),
                problem(row.getString("problem"), secrets),
                row.getLong("version"));
    }

    private List<Connection> readConnections(Map<String, Secrets.Opened> opened) {
        return hubDatabase
                .sql("select * from hub.connection")
                .query((row, number) -> connection(row, opened))
                .list();
    }

    private static Connection connection(ResultSet row, Map<String, Secrets.Opened> opened) throws SQLException {
        Secrets.Opened secrets = opened.getOrDefault("connection:" + row.getString("name"), Secrets.Opened.NONE);
        String client = row.getString("client_id");
        return new Connection(
                row.getString("name"),
                row.getString("app"),
                row.getString("connector"),
                row.getString("account"),
                client == null ? null : new ClientId(client),
                read(row.getString("settings"), SETTINGS),
                secrets.values(),
                read(row.getString("statuses"), STATUSES),
                row.getBoolean("enabled"),
                problem(row.getString("problem"), secrets),
                row.getLong("version"));
    }

    private static @Nullable String problem(@Nullable String stored, Secrets.Opened secrets) {
        return secrets.unreadable().isEmpty()
                ? stored
                : "These secrets were sealed with another key: %s. Start with that VESTIBULE_KEY, or enter them again."
                        .formatted(String.join(", ", secrets.unreadable()));
    }

    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + value.getClass(), e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A connection's row holds JSON that can't be read", e);
        }
    }
}
