package io.vestibule.hub.canonical;

/** Where a request stands. On the wire: {@code new, in-progress, waiting-on-client, done}. */
public enum RequestStatus {
    NEW,
    IN_PROGRESS,
    WAITING_ON_CLIENT,
    DONE
}
