package io.vestibule.bench.machine;

import io.vestibule.bench.machine.HubProcess.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The product's jar, run as the README says: as it is, or prepared once so that it starts sooner. */
public final class Packaged {

    private final Path jar;

    private Packaged(Path jar) {
        this.jar = jar;
    }

    /** The one that src/bench/run has built. */
    public static Packaged built() {
        return new Packaged(in(Path.of("target").toAbsolutePath()));
    }

    private static Path in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("vestibule-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No jar in " + folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code java -jar}, with its own database. */
    public Plan plan(String name, Path data) {
        return new Plan(name, jar.toString(), List.of(), List.of("vestibule.data-dir=" + data));
    }

    /** Unpacks it and lets Java keep the classes as they are after a start: what is done once per release. */
    public Plan prepared(String name, Path data, Path folder) {
        Path application = folder.resolve("application");
        run("-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", application.toString());
        Plan unpacked = new Packaged(in(application)).plan(name, data);
        Path kept = application.resolve("vestibule.aot");
        boolean aheadOfTime = KeptClasses.AHEAD_OF_TIME;
        List<String> archive = List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + kept);
        HubProcess keeping =
                HubProcess.launch(unpacked.jvm(aheadOfTime ? List.of("-XX:AOTCacheOutput=" + kept) : archive), folder);
        keeping.awaitAnswer("/actuator/health");
        keeping.end();
        return unpacked.jvm(aheadOfTime ? List.of("-XX:AOTCache=" + kept) : archive);
    }

    private static void run(String... arguments) {
        List<String> command = Stream.concat(Stream.of(HubProcess.java()), Stream.of(arguments))
                .toList();
        try {
            int end = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            if (end != 0) {
                throw new IllegalStateException(command + " ended with " + end);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
