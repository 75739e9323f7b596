package io.vestibule.hub.console;

import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.hub.gateway.PortalUnreachable;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Names of the firm's clients, for pages that must come up when the portal can't be asked; they then show ids. */
@Component
class ClientNames {

    private final PortalGateway gateway;

    ClientNames(PortalGateway gateway) {
        this.gateway = gateway;
    }

    /** By id, in the order of names. */
    Map<String, String> byId() {
        Map<String, String> names = new LinkedHashMap<>();
        try {
            gateway.clients().stream()
                    .sorted(Comparator.comparing(ClientView::name))
                    .forEach(client -> names.put(client.id().value(), client.name()));
        } catch (PortalUnreachable e) {
            return Map.of();
        }
        return names;
    }
}
