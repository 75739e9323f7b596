package io.vestibule.hub.console;

import io.vestibule.hub.connection.App;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.platform.web.PublicAddress;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Where the webhooks of an app are to be sent; the pages of apps and connections show it to be entered there. */
@Component
class WebhookAddresses {

    private final ConnectorCatalog catalog;
    private final PublicAddress publicAddress;

    WebhookAddresses(ConnectorCatalog catalog, PublicAddress publicAddress) {
        this.catalog = catalog;
        this.publicAddress = publicAddress;
    }

    /** Empty for an app that takes no webhooks. */
    Optional<String> of(App app) {
        return catalog.find(app.connector())
                .filter(connector -> connector.receive().webhook() != null)
                .map(connector -> publicAddress.of("/hooks/" + app.name()));
    }
}
