package io.vestibule.hub.outbox;

import java.util.Optional;

/** Looks once more whether a ready-written mail is still needed, right before it leaves: it may have waited for hours. */
public interface LastLook {

    /**
     * @return the reason not to send it any more, as the row then shows it; empty: it is needed, or another room's
     */
    Optional<String> objection(OutboxDraft draft);
}
