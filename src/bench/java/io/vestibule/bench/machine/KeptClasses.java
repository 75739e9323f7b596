package io.vestibule.bench.machine;

import io.vestibule.bench.machine.HubProcess.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of the bench's hubs as they are after a start, kept by one that is started for it, so that all others are
 * ready with half the work: what the product's README tells to do once per release. Older Javas start without.
 */
public final class KeptClasses {

    /** Whether this Java keeps classes ahead of time. */
    static final boolean AHEAD_OF_TIME = Runtime.version().feature() >= 25;

    private static final Path FILE = Path.of("target", "bench", "hub.aot").toAbsolutePath();

    private KeptClasses() {}

    /** Does nothing when an earlier run of the same classes kept them; src/bench/run removes those of others. */
    public static void keep(BenchServer server, Path folder) {
        if (!AHEAD_OF_TIME || Files.exists(FILE)) {
            return;
        }
        Plan plan = Plan.onDatabase("keeps-classes", server.newDatabase());
        HubProcess.start(plan.jvm(List.of("-XX:AOTCacheOutput=" + FILE)), folder)
                .end();
    }

    /** For a JVM with the bench's own class path. */
    static List<String> options() {
        return Files.exists(FILE) ? List.of("-XX:AOTCache=" + FILE) : List.of();
    }
}
