package io.vestibule.hub.connection;

import io.vestibule.platform.database.Database;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Connections that are entered together with their app (a mailbox, a plain sender): both are checked first, then both
 * are stored in one transaction, or neither.
 */
@Component
public class OwnApps {

    private final Apps apps;
    private final Connections connections;
    private final ConnectionWatch watch;
    private final Database hubDatabase;

    OwnApps(Apps apps, Connections connections, ConnectionWatch watch, Database hubDatabase) {
        this.apps = apps;
        this.connections = connections;
        this.watch = watch;
        this.hubDatabase = hubDatabase;
    }

    /** @param expectedVersion of the connection that was looked at; null = both must be new */
    public Change save(AppDraft app, ConnectionDraft connection, @Nullable Long expectedVersion, String by) {
        Long appVersion = appVersion(app, expectedVersion);
        FieldCheck appCheck = apps.check(app, appVersion);
        ConnectionCheck check = connections.check(connection, with(app), expectedVersion);
        Map<String, String> errors = together(check, appCheck);
        if (!errors.isEmpty()) {
            return new Change.Invalid(errors);
        }
        try {
            Long version = hubDatabase.inTransaction(() -> apps.write(app, appCheck, appVersion, by)
                    .flatMap(stored -> connections.write(check, expectedVersion, by))
                    .orElseThrow(MovedMeanwhile::new));
            return new Change.Saved(version, check.problem());
        } catch (MovedMeanwhile moved) {
            return new Change.Moved();
        } finally {
            watch.changed();
        }
    }

    /** What is wrong with both, by field, as {@link Change.Invalid} has it; nothing is stored. */
    public Map<String, String> errors(AppDraft app, ConnectionDraft connection, @Nullable Long expectedVersion) {
        return together(
                connections.check(connection, with(app), expectedVersion),
                apps.check(app, appVersion(app, expectedVersion)));
    }

    private @Nullable Long appVersion(AppDraft app, @Nullable Long expectedVersion) {
        return expectedVersion == null
                ? null
                : apps.find(app.name()).map(App::version).orElse(null);
    }

    private static Map<String, String> together(ConnectionCheck check, FieldCheck appCheck) {
        Map<String, String> errors = new HashMap<>(check.errors());
        errors.putAll(appCheck.errors());
        return errors;
    }

    /** All there is, with the app as it will be. */
    private Snapshot with(AppDraft draft) {
        Snapshot now = watch.current();
        Map<String, App> all = new HashMap<>(now.apps());
        all.put(draft.name(), new App(draft.name(), draft.connector(), Map.of(), Map.of(), draft.enabled(), null, 0));
        return new Snapshot(now.changes(), all, now.connections());
    }

    /** Ends the transaction, so that neither half is stored. */
    private static final class MovedMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
