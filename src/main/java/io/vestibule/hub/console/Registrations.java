package io.vestibule.hub.console;

import io.vestibule.hub.connection.App;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connection.Connection;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.ConnectorCatalog;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** What an address of the console names: an app, a connection or a connector; a page that is not there otherwise. */
@Component
class Registrations {

    private final Apps apps;
    private final Connections connections;
    private final ConnectorCatalog catalog;

    Registrations(Apps apps, Connections connections, ConnectorCatalog catalog) {
        this.apps = apps;
        this.connections = connections;
        this.catalog = catalog;
    }

    App app(String name) {
        return there(apps.find(name));
    }

    Connection connection(String name) {
        return there(connections.find(name));
    }

    Connector connector(String name) {
        return there(catalog.find(name));
    }

    /** @throws ResponseStatusException 404 when it is not there */
    static <T> T there(Optional<T> found) {
        return found.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
