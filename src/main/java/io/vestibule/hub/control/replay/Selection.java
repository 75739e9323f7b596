package io.vestibule.hub.control.replay;

import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.outbox.OutboxFilter;

/** Which messages a replay is about. */
public sealed interface Selection {

    Direction direction();

    record Received(InboxRows.Filter filter) implements Selection {
        @Override
        public Direction direction() {
            return Direction.RECEIVED;
        }
    }

    record Sent(OutboxFilter filter) implements Selection {
        @Override
        public Direction direction() {
            return Direction.SENT;
        }
    }
}
