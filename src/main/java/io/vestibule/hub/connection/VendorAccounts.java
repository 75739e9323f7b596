package io.vestibule.hub.connection;

import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.hub.connector.VendorAccount;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Puts together what a call to a vendor or a translation needs: catalogue entry, app, connection and status tables. */
@Component
public class VendorAccounts {

    private final Apps apps;
    private final ConnectorCatalog catalog;

    VendorAccounts(Apps apps, ConnectorCatalog catalog) {
        this.apps = apps;
        this.catalog = catalog;
    }

    /** Empty when its connector or app is not there (any more). */
    public Optional<VendorAccount> of(Connection connection) {
        Optional<Connector> connector = catalog.find(connection.connector());
        Optional<App> app = apps.find(connection.app());
        if (connector.isEmpty() || app.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new VendorAccount(
                connection.name(),
                connector.get(),
                together(app.get().settings(), connection.settings()),
                together(app.get().secrets(), connection.secrets()),
                statuses(connection)));
    }

    private static Map<String, VendorAccount.StatusPair> statuses(Connection connection) {
        Map<String, VendorAccount.StatusPair> pairs = new HashMap<>();
        connection
                .statuses()
                .forEach((type, table) -> pairs.put(type, new VendorAccount.StatusPair(table.in(), table.out())));
        return pairs;
    }

    private static Map<String, String> together(Map<String, String> app, Map<String, String> connection) {
        Map<String, String> all = new HashMap<>(app);
        all.putAll(connection);
        return all;
    }
}
