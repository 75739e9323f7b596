package io.vestibule.bench.machine;

import io.vestibule.bench.machine.HubProcess.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The classes of the bench's hubs as they are after some work, kept by one that is started for it, so that all others are
 * ready with half the work: what the product's README tells to do once per release. Older Javas start without.
 */
public final class KeptClasses {

    /** Whether this Java keeps classes ahead of time. */
    static final boolean AHEAD_OF_TIME = Runtime.version().feature() >= 25;

    private static final Path FILE = Path.of("target", "bench", "hub.aot").toAbsolutePath();

    private KeptClasses() {}

    /** Whether no earlier run of the same classes kept them; src/bench/run removes those of others. */
    public static boolean missing() {
        return AHEAD_OF_TIME && !Files.exists(FILE);
    }

    /** @param work what the hub does before it is ended */
    public static void keep(Plan plan, Path folder, Consumer<HubProcess> work) {
        HubProcess hub = HubProcess.start(plan.jvm(List.of("-XX:AOTCacheOutput=" + FILE)), folder);
        work.accept(hub);
        hub.end();
    }

    /** For a JVM with the bench's own class path. */
    static List<String> options() {
        return Files.exists(FILE) ? List.of("-XX:AOTCache=" + FILE) : List.of();
    }
}
