package io.vestibule.platform.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import io.vestibule.platform.time.MachineTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node can store, and if not, why: told by the pools of each statement that fails and by {@link StorageProbe},
 * asked by the health page, the probes of operators and the pages that say what went wrong.
 */
public final class StorageState implements SQLExceptionOverride {

    private static final Logger LOG = LoggerFactory.getLogger(StorageState.class);

    private volatile @Nullable Hindrance hindrance;

    /** @param since when it was noticed first @param lastSeen when it was noticed last */
    public record Hindrance(StorageFault fault, Instant since, Instant lastSeen) {}

    /** Empty while everything can be stored. */
    public Optional<Hindrance> hindrance() {
        return Optional.ofNullable(hindrance);
    }

    synchronized void seen(StorageFault fault) {
        Hindrance before = hindrance;
        Instant now = MachineTime.now();
        if (before != null && before.fault() == fault) {
            hindrance = new Hindrance(fault, before.since(), now);
            return;
        }
        LOG.error("Nothing can be stored. {} {}", fault.description(), fault.action());
        hindrance = new Hindrance(fault, now, now);
    }

    /** What was seen a moment ago by somebody else stays: a probe can be luckier than others. */
    synchronized void works(Duration quiet) {
        Hindrance before = hindrance;
        if (before != null && before.lastSeen().plus(quiet).isBefore(MachineTime.now())) {
            LOG.info("The database stores again");
            hindrance = null;
        }
    }

    /** Called by a pool for each statement that failed. A read-only server is left: a new connection finds the other one. */
    @java.lang.Override // not the type of that name in the interface
    public Override adjudicate(SQLException failure) {
        Optional<StorageFault> fault = StorageFault.ofStatement(failure);
        fault.ifPresent(this::seen);
        return fault.filter(StorageFault.READ_ONLY::equals).isPresent() ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
