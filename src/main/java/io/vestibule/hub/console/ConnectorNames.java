package io.vestibule.hub.console;

import io.vestibule.hub.connector.Connector;
import io.vestibule.hub.connector.ConnectorCatalog;
import org.springframework.stereotype.Component;

/** What people call a connector; templates use it as {@code @connectorNames}. */
@Component("connectorNames")
public class ConnectorNames {

    private final ConnectorCatalog catalog;

    ConnectorNames(ConnectorCatalog catalog) {
        this.catalog = catalog;
    }

    /** One that is missing keeps the name of its folder. */
    public String title(String name) {
        return catalog.find(name).map(Connector::title).orElse(name);
    }
}
