package io.vestibule.hub.connection;

/**
 * Wants to know when apps or connections changed, on this node or another. Called within five seconds of the change, on
 * one thread, with the new state readable; an exception is logged and spoils nothing for the others.
 */
public interface ConnectionListener {
    void changed();
}
