package io.vestibule.portal.access;

import java.util.Map;
import java.util.UUID;

/** How much each of the firm's people looks after, for the page on which they are deactivated. Implemented by the room of requests. */
public interface OwnedRequests {

    /** Requests that are not done, by their owner, also by one who is no longer active; nothing for a client's people. */
    Map<UUID, Long> openByOwner(Access access);
}
