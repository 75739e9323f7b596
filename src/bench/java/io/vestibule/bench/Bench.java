package io.vestibule.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.bench.machine.BenchServer;
import io.vestibule.bench.report.Picture;
import io.vestibule.bench.report.Report;
import io.vestibule.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Runs the parts that were asked for, one after the other, and writes {@code result.txt}, {@code result.json} and
 * {@code picture.svg}. Ends with 1 when a promise was broken or a part could not be run, whatever the figures are.
 */
public final class Bench {

    private static final Logger LOG = LoggerFactory.getLogger(Bench.class);

    private static final List<Part> PARTS = List.of(
            new AcknowledgementPart(),
            new EndToEndPart(),
            new EmailPart(),
            new GrowthPart(),
            new StartPart(),
            new OutboundPart(),
            new FloodPart());

    private Bench() {}

    public static void main(String[] arguments) throws IOException {
        Options options = Options.parse(arguments);
        Path folder = Path.of("target", "bench").toAbsolutePath();
        Path work = folder.resolve("work");
        if (List.of(arguments).contains("--help")) {
            LOG.info(Options.USAGE);
            return;
        }
        clear(folder);
        Files.createDirectories(work);
        Report report = new Report();
        boolean whole = false;
        try (BenchServer server = BenchServer.start(work)) {
            Workshop workshop = new Workshop(options, folder, server, report);
            Training.once(workshop);
            whole = run(workshop);
        } finally {
            write(report, options, folder);
            tidyUp(work);
        }
        System.exit(whole && report.allKept() ? 0 : 1);
    }

    /** What an earlier run left, its results too. */
    private static void clear(Path folder) throws IOException {
        FileSystemUtils.deleteRecursively(folder.resolve("work"));
        Files.createDirectories(folder);
        try (var files = Files.newDirectoryStream(folder, "*.{log,jfr,txt,json,svg}")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /** A server that is slow to stop still writes here; the next run removes what is left. */
    private static void tidyUp(Path work) {
        try {
            FileSystemUtils.deleteRecursively(work);
        } catch (IOException e) {
            LOG.info("Not all of {} could be removed: {}", work, e.getMessage());
        }
    }

    private static boolean run(Workshop workshop) {
        boolean whole = true;
        for (Part part : PARTS) {
            if (workshop.options().parts().contains(part.number())) {
                LOG.info("Part {}: {}", part.number(), part.title());
                whole &= run(part, workshop);
            }
        }
        return whole;
    }

    private static boolean run(Part part, Workshop workshop) {
        try {
            part.run(workshop);
            return true;
        } catch (Exception e) {
            LOG.error("Part {} could not be run", part.number(), e);
            workshop.section(part).check("Part " + part.number() + " ran to its end", false, String.valueOf(e));
            return false;
        }
    }

    private static void write(Report report, Options options, Path folder) throws IOException {
        Map<Integer, String> titles = new TreeMap<>();
        PARTS.forEach(part -> titles.put(part.number(), part.title()));
        Files.writeString(folder.resolve("result.txt"), Table.of(report, titles, machine(options)));
        Files.writeString(folder.resolve("picture.svg"), Picture.of(report.tracks()));
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode result = json.createObjectNode();
        result.put("at", Clock.systemUTC().instant().toString());
        result.put("machine", machine(options));
        result.put("kept", report.allKept());
        result.set("figures", json.valueToTree(report.figures()));
        result.set("checks", json.valueToTree(report.checks()));
        result.set("tracks", json.valueToTree(report.tracks()));
        Files.writeString(folder.resolve("result.json"), json.writeValueAsString(result));
    }

    private static String machine(Options options) throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %d cores (%s), %s, load %s before; everything on this machine, load generator included%s",
                System.getProperty("os.name"),
                Runtime.getRuntime().availableProcessors(),
                processor(),
                "Java " + Runtime.version().feature(),
                LOAD_BEFORE,
                options.shortCut() ? "; SHORT CUT: figures say nothing" : "");
    }

    private static final String LOAD_BEFORE = String.format(
            Locale.ROOT,
            "%.1f",
            java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return System.getProperty("os.arch", "");
        }
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch", ""));
        }
    }
}
