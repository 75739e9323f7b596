package io.vestibule.hub.console;

import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.platform.time.MachineTime;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Names of the firm's clients, for pages that must come up when the portal can't be asked; they then show ids. */
@Component
class ClientNames {

    /** For a page that looks again by itself every few seconds. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final PortalGateway gateway;

    private volatile Answer last = new Answer(Map.of(), 0);

    ClientNames(PortalGateway gateway) {
        this.gateway = gateway;
    }

    /** What the portal said, and when. */
    private record Answer(Map<String, String> names, long at) {

        boolean isFresh() {
            return MachineTime.millis() - at < KEPT.toMillis();
        }
    }

    /** By id, in the order of names. */
    Map<String, String> byId() {
        return asked().orElse(Map.of());
    }

    /** Names of these clients and perhaps others, by id, as they were a minute ago at most or when the portal last answered. */
    Map<String, String> of(Collection<String> ids) {
        Answer known = last;
        if (ids.isEmpty() || known.isFresh()) {
            return known.names();
        }
        return asked().orElseGet(() -> {
            // A portal that hangs is not asked again by every page that looks
            last = new Answer(known.names(), MachineTime.millis());
            return known.names();
        });
    }

    /** By id, in the order of names; empty when the portal can't be asked. */
    Optional<Map<String, String>> asked() {
        Map<String, String> names = new LinkedHashMap<>();
        try {
            gateway.clients().stream()
                    .sorted(Comparator.comparing(ClientView::name))
                    .forEach(client -> names.put(client.id().value(), client.name()));
        } catch (PortalUnreachable e) {
            return Optional.empty();
        }
        Answer now = new Answer(Collections.unmodifiableMap(names), MachineTime.millis());
        last = now;
        return Optional.of(now.names());
    }
}
