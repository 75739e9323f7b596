package io.vestibule.hub.inbox;

/** Where one piece of news stands. {@code RECEIVED}, {@code PROCESSING} and {@code RETRY} are the open ones. */
public enum InboxState {
    RECEIVED,
    PROCESSING,
    RETRY,
    APPLIED,
    IGNORED,
    REFUSED,
    HELD,
    DEAD
}
