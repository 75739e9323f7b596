package io.vestibule.portal.access;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Names of clients, for pages on which somebody has to tell one from another. Implemented by the room of clients. */
public interface ClientNames {

    /** By id, of these; a client that does not exist or is out of reach is left out. */
    Map<UUID, String> clientNames(Access access, Collection<UUID> clientIds);

    /** All in reach, by name. */
    Map<UUID, String> clientNames(Access access);
}
