package io.vestibule.bench.crash;

import io.vestibule.bench.report.Report;
import io.vestibule.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** Kills the product under load and proves that nothing is lost, doubled or out of order; ends with 1 when something is. */
public final class CrashProof {

    private static final Logger LOG = LoggerFactory.getLogger(CrashProof.class);
    private static final Map<Integer, String> TITLES =
            Map.of(1, "Killed at random moments under load", 2, "Two hubs on one database", 3, "A full disk");

    private CrashProof() {}

    public static void main(String[] arguments) throws IOException {
        if (List.of(arguments).contains("--help")) {
            LOG.info(CrashOptions.USAGE);
            return;
        }
        CrashOptions options = CrashOptions.parse(arguments);
        Path folder = Path.of("target", "crash").toAbsolutePath();
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder.resolve("work"));
        LOG.info("Seed {}", options.seed());
        Report report = new Report();
        boolean whole = false;
        try {
            prove(options, folder, report);
            whole = true;
        } catch (RuntimeException e) {
            LOG.error("The proof could not be run to its end", e);
        } finally {
            FileSystemUtils.deleteRecursively(folder.resolve("work"));
            Files.writeString(folder.resolve("result.txt"), Table.of(report, TITLES, "Seed " + options.seed()));
        }
        System.exit(whole && report.allKept() ? 0 : 1);
    }

    private static void prove(CrashOptions options, Path folder, Report report) throws IOException {
        try (CrashWorld world = new CrashWorld(folder)) {
            if (options.fullDisk()) {
                new FullDisk(world, folder.resolve("work")).run(report.section(3));
                return;
            }
            new Killing(world, options).run(report.section(1));
            if (options.twins()) {
                new Twins(world).run(report.section(2));
            }
        }
    }
}
