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

    /** Those of these clients at least, by id; a new name may be missed for a minute. */
    Map<String, String> of(Collection<String> ids) {
        Answer known = last;
        boolean enough = known.isFresh() && known.names().keySet().containsAll(ids);
        return ids.isEmpty() || enough ? known.names() : asked().orElse(known.names());
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
