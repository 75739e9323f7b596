package io.vestibule.bench.crash;

import io.vestibule.bench.Patience;
import io.vestibule.bench.machine.BenchFirm;
import io.vestibule.bench.machine.HubProcess;
import io.vestibule.bench.report.Report;
import io.vestibule.support.vendors.SimulatedHubSpot;
import io.vestibule.support.vendors.VendorFault;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two hubs on one database, with senders that reach both: one is frozen in the middle of a delivery for longer than its
 * lease and woken again, then one is killed. The other goes on alone, and what the frozen one brings back late is refused.
 */
final class Twins {

    private static final Duration LONG_CALL = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String DROPPED = "its result is dropped";

    private final CrashWorld world;
    private final JdbcClient jdbc;

    Twins(CrashWorld world) {
        this.world = world;
        this.jdbc = world.jdbc();
    }

    void run(Report.Section section) throws IOException {
        HubProcess first = world.launch("first");
        CrashWorld.awaitReady(first);
        HubProcess second = world.launch("second");
        CrashWorld.awaitReady(second);
        try {
            freeze(section, first, second);
            killed(section, first);
        } finally {
            first.close();
            second.close();
        }
    }

    /** Every call to the CRM takes long, so that some are under way whenever the first hub is frozen. */
    private void freeze(Report.Section section, HubProcess first, HubProcess second) {
        SimulatedHubSpot crm = world.crm();
        crm.planFault(200, ".*/tickets/.*", new VendorFault.Hang(LONG_CALL));
        world.staffGoesToWork();
        Patience.await(PATIENCE, () -> sending() > 2);
        first.freeze();
        Duration taken = Patience.await(PATIENCE, () -> interrupted() > 0);
        LockSupport.parkNanos(LONG_CALL.toNanos());
        first.wake();
        crm.forgetFaults();
        Patience.await(PATIENCE, () -> first.said(DROPPED) > 0);
        section.atMost(
                        CrashWorld.LEASE.toSeconds() + 2,
                        "frozen: time until the other one has taken over a delivery",
                        taken.toMillis() / 1e3,
                        "s")
                .figure("frozen: results that came too late and were dropped", first.said(DROPPED), "")
                .check("frozen: a late result is refused", first.said(DROPPED) > 0, "none was dropped")
                .same("frozen: results the other one lost", 0, second.said(DROPPED));
    }

    private long sending() {
        return jdbc.sql("select count(*) from hub.outbox_message where state = 'SENDING' and connection = :crm")
                .param("crm", BenchFirm.CRM_APP)
                .query(Long.class)
                .single();
    }

    private long interrupted() {
        return jdbc.sql("select count(*) from hub.delivery_attempt a join hub.outbox_message m on m.id = a.message"
                        + " where a.outcome = 'INTERRUPTED' and m.finished_at is null")
                .query(Long.class)
                .single();
    }

    private void killed(Report.Section section, HubProcess first) throws IOException {
        first.kill();
        world.staffGoesHome();
        section.same("killed: everything open came to an end at the other one", 0, Idle.await(jdbc, 0, PATIENCE));
    }
}
