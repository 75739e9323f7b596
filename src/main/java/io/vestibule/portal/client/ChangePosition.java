package io.vestibule.portal.client;

import java.time.Instant;
import java.util.UUID;

/** A place in the order of changes: after this time and id. The database's clock, since all nodes share it. */
public record ChangePosition(Instant at, UUID id) {

    private static final UUID LOWEST = new UUID(0, 0);

    public static ChangePosition since(Instant at) {
        return new ChangePosition(at, LOWEST);
    }
}
