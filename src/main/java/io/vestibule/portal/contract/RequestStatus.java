package io.vestibule.portal.contract;

/** Where a request stands. */
public enum RequestStatus {
    NEW,
    IN_PROGRESS,
    WAITING_ON_CLIENT,
    DONE
}
