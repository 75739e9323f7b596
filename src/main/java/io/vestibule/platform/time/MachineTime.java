package io.vestibule.platform.time;

/** What the machine's own clock says; for ids and measurements, never for business time or leases. */
public final class MachineTime {

    private MachineTime() {}

    /** Milliseconds since 1970 in UTC. */
    public static long millis() {
        return System.currentTimeMillis();
    }
}
