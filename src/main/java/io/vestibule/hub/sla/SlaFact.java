package io.vestibule.hub.sla;

import java.time.Instant;

/** One thing that moves a request's clocks, at the time it happened (not the time we heard of it). */
public record SlaFact(Instant at, Kind kind) {

    public enum Kind {
        OPENED,
        /** Someone of the firm answered so that the client can read it. */
        ANSWERED,
        /** The ball is with the client: clocks pause. */
        WAITING,
        /** Work goes on: after waiting, or after it was thought done. */
        RESUMED,
        DONE
    }
}
