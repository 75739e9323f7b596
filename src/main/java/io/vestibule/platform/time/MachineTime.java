package io.vestibule.platform.time;

import java.time.Instant;

/** What the machine's own clock says; for ids, measurements and the age of signatures, never for business time or leases. */
public final class MachineTime {

    private MachineTime() {}

    /** Milliseconds since 1970 in UTC. */
    public static long millis() {
        return System.currentTimeMillis();
    }

    /** For proofs that grow old: what others sign, they sign by the time on their machines. */
    public static Instant now() {
        return Instant.ofEpochMilli(millis());
    }
}
