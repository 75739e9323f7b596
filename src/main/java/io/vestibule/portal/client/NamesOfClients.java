package io.vestibule.portal.client;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.ClientNames;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells the rooms below this one what clients are called. */
@Component
class NamesOfClients implements ClientNames {

    private final Clients clients;

    NamesOfClients(Clients clients) {
        this.clients = clients;
    }

    @Override
    public Map<UUID, String> clientNames(Access access, Collection<UUID> clientIds) {
        Map<UUID, String> names = new LinkedHashMap<>();
        clientIds.forEach(id -> clients.find(access, id).ifPresent(client -> names.put(id, client.name())));
        return names;
    }

    @Override
    public Map<UUID, String> clientNames(Access access) {
        return clients.names(access);
    }
}
