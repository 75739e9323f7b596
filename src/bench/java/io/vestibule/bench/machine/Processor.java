package io.vestibule.bench.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Who used how much of the processor between two looks. Read from /proc, since short-lived children and other users'
 * processes are not in the JVM's own view; elsewhere than on Linux all shares are 0.
 */
public final class Processor {

    private static final double TICKS_PER_SECOND = 100;

    private final HubProcess hub;
    private final BenchServer server;
    private final long startedAt = System.nanoTime();
    private final double generator;
    private final double hubSeconds;
    private final double serverSeconds;

    private Processor(HubProcess hub, BenchServer server) {
        this.hub = hub;
        this.server = server;
        this.generator = own();
        this.hubSeconds = seconds(hub.handle());
        this.serverSeconds = server(server);
    }

    public static Processor watch(HubProcess hub, BenchServer server) {
        return new Processor(hub, server);
    }

    /**
     * Shares are parts of all cores together, 0 to 1. Seconds of processor time hardly depend on what else runs on the
     * machine, so they compare between runs where rates don't.
     */
    public record Shares(double generator, double hub, double database, double hubSeconds, double databaseSeconds) {

        /** Milliseconds of processor time per piece of work. */
        public double hubMillisPer(long pieces) {
            return hubSeconds * 1e3 / Math.max(1, pieces);
        }

        public double databaseMillisPer(long pieces) {
            return databaseSeconds * 1e3 / Math.max(1, pieces);
        }
    }

    public Shares shares() {
        double all = Duration.ofNanos(System.nanoTime() - startedAt).toMillis()
                / 1e3
                * Runtime.getRuntime().availableProcessors();
        double byHub = seconds(hub.handle()) - hubSeconds;
        double byServer = server(server) - serverSeconds;
        return new Shares((own() - generator) / all, byHub / all, byServer / all, byHub, byServer);
    }

    private static double own() {
        return seconds(ProcessHandle.current());
    }

    private static double server(BenchServer server) {
        ProcessHandle first = server.process();
        return Stream.concat(Stream.of(first), first.descendants())
                        .mapToDouble(Processor::seconds)
                        .sum()
                + reaped(first);
    }

    private static double seconds(ProcessHandle process) {
        return ticks(process, 11) + ticks(process, 12);
    }

    /** What its ended children had used. */
    private static double reaped(ProcessHandle process) {
        return ticks(process, 13) + ticks(process, 14);
    }

    /** A field of /proc/pid/stat, counted behind the name in brackets; man 5 proc calls the first one "state". */
    private static double ticks(ProcessHandle process, int field) {
        try {
            String stat = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
            return Long.parseLong(fields[field]) / TICKS_PER_SECOND;
        } catch (IOException gone) {
            return 0;
        }
    }
}
