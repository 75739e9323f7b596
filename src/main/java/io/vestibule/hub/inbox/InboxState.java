package io.vestibule.hub.inbox;

import java.util.Set;

/** Where one piece of news stands. */
public enum InboxState {
    RECEIVED,
    PROCESSING,
    RETRY,
    APPLIED,
    IGNORED,
    REFUSED,
    HELD,
    DEAD;

    /** Not at an end. */
    public static final Set<InboxState> OPEN = Set.of(RECEIVED, PROCESSING, RETRY);
}
