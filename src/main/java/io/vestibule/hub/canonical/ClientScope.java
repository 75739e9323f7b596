package io.vestibule.hub.canonical;

import java.util.Set;

/**
 * What counts as one client's traffic: what is known to be the client's, and what came or goes over a connection that
 * serves this client alone and is not known to be anybody's.
 */
public record ClientScope(String client, Set<String> connections) {

    public ClientScope {
        connections = Set.copyOf(connections);
    }
}
