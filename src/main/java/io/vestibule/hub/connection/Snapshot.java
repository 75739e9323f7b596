package io.vestibule.hub.connection;

import java.util.Map;

/**
 * All apps and connections as they stood at one moment, secrets opened.
 *
 * @param changes the counter of changes when it was read
 */
record Snapshot(long changes, Map<String, App> apps, Map<String, Connection> connections) {

    static final Snapshot EMPTY = new Snapshot(-1, Map.of(), Map.of());
}
