package io.vestibule.bench.machine;

import io.vestibule.platform.database.ServerAddress;
import io.vestibule.platform.start.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The hub in a JVM of its own, as a firm runs it; ended with the bench at the latest, however that ends. */
public final class HubProcess implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** Options of a JVM that starts soon and is not asked how quick it can become. */
    public static final List<String> SOON_READY = List.of("-XX:TieredStopAtLevel=1");

    /** The first line of each collector's heap; what follows it is not the heap. */
    private static final Pattern HEAP_USED = Pattern.compile("\\bused (\\d+)K");

    private final Process process;
    private final int port;
    private final int peerPort;
    private final Path log;
    private final Thread atTheEnd;
    private final long startedAt = System.nanoTime();

    private HubProcess(Process process, int port, int peerPort, Path log) {
        this.process = process;
        this.port = port;
        this.peerPort = peerPort;
        this.log = log;
        this.atTheEnd = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    /**
     * What to start.
     *
     * @param name of the log file
     * @param main class whose main is run, or a jar
     * @param jvm options of the JVM
     * @param settings of the product, {@code key=value}
     */
    public record Plan(String name, String main, List<String> jvm, List<String> settings) {

        /** The product on the bench's database, with the bench's firm in it and vendors on this machine. */
        public static Plan onDatabase(String name, ServerAddress database) {
            return new Plan(
                    name,
                    BenchHub.class.getName(),
                    List.of(),
                    List.of(
                            "spring.datasource.url=" + database.url(),
                            "spring.datasource.username=" + database.username(),
                            "spring.datasource.password=" + database.password(),
                            "vestibule.key=" + KEY));
        }

        public Plan with(String... more) {
            List<String> all = new ArrayList<>(settings);
            all.addAll(List.of(more));
            return new Plan(name, main, jvm, all);
        }

        public Plan jvm(List<String> more) {
            List<String> all = new ArrayList<>(jvm);
            all.addAll(more);
            return new Plan(name, main, all, settings);
        }
    }

    /**
     * Starts it and returns at once.
     *
     * @param folder where it runs and writes its log
     */
    public static HubProcess launch(Plan plan, Path folder) {
        int port = FreePort.find();
        int peerPort = FreePort.find();
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(plan.jvm());
        if (plan.main().endsWith(".jar")) {
            command.addAll(List.of("-jar", plan.main()));
        } else {
            command.addAll(KeptClasses.options());
            command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), plan.main()));
        }
        // Not ./config: the bench measures the packed defaults.
        command.add("--spring.config.location=classpath:/;classpath:/config/");
        command.add("--server.address=127.0.0.1");
        command.add("--server.port=" + port);
        command.add("--vestibule.peer.port=" + peerPort);
        command.add("--vestibule.public-url=http://127.0.0.1:" + port);
        // One address per client stands for all its people.
        command.add("--vestibule.mailboxes.burst.mails=1000000");
        plan.settings().forEach(setting -> command.add("--" + setting));
        Path log = folder.resolve(plan.name() + ".log");
        try {
            Files.createDirectories(folder.resolve("work"));
            Process process = new ProcessBuilder(command)
                    .directory(folder.resolve("work").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new HubProcess(process, port, peerPort, log);
        } catch (IOException e) {
            throw new UncheckedIOException("The hub can't be started", e);
        }
    }

    /** Starts it and waits until it takes traffic. */
    public static HubProcess start(Plan plan, Path folder) {
        HubProcess hub = launch(plan, folder);
        hub.awaitAnswer("/actuator/health/readiness");
        return hub;
    }

    static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    /**
     * Waits for the first 200 of this path.
     *
     * @return how long after the launch it came
     */
    public Duration awaitAnswer(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        while (System.nanoTime() - startedAt < START_PATIENCE.toNanos() && process.isAlive()) {
            Integer status = status(request);
            if (status != null && status == 200) {
                return Duration.ofNanos(System.nanoTime() - startedAt);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        if (!process.isAlive()) {
            throw new Ended("The hub ended before it was ready; see " + log);
        }
        close();
        throw new IllegalStateException("The hub did not start; see " + log);
    }

    /** It ended by itself, as it does when its database is away while it starts. */
    public static final class Ended extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Ended(String what) {
            super(what);
        }
    }

    private static @Nullable Integer status(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the hub started", e);
        }
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Memory of the process that is in use, in MB; 0 where /proc is not. */
    public double residentMegabytes() {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024.0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** How often a route ran and how long in all. */
    public record Timing(long count, double seconds) {}

    /** As the hub's own metrics tell it, over the connector that peers on this machine use. */
    public Timing timing(String route) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + peerPort + "/actuator/prometheus"))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            String metrics = CLIENT.send(request, BodyHandlers.ofString()).body();
            return new Timing((long) metric(metrics, "count", route), metric(metrics, "sum", route));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the hub was asked", e);
        }
    }

    private static double metric(String metrics, String kind, String route) {
        return metrics.lines()
                .filter(line -> line.startsWith("camel_route_policy_seconds_" + kind))
                .filter(line -> line.contains("routeId=\"" + route + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What is in use on the heap after a collection, in MB, as the JDK's own jcmd tells it. */
    public double liveHeapMegabytes() {
        jcmd("GC.run");
        return HEAP_USED
                        .matcher(jcmd("GC.heap_info"))
                        .results()
                        .mapToLong(used -> Long.parseLong(used.group(1)))
                        .findFirst()
                        .orElse(0)
                / 1024.0;
    }

    private String jcmd(String what) {
        Path tool = Path.of(System.getProperty("java.home", ""), "bin", "jcmd");
        try {
            Process asked = new ProcessBuilder(tool.toString(), Long.toString(process.pid()), what)
                    .redirectErrorStream(true)
                    .start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an operator stops it, however long that takes. */
    void end() {
        process.destroy();
        process.onExit().join();
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }

    /** As {@code kill -9}; returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }

    /** SIGSTOP: it does nothing until {@link #wake}, and does not know that time went by. */
    public void freeze() {
        signal("STOP");
    }

    public void wake() {
        signal("CONT");
    }

    /** Java can send neither. */
    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many lines of its log hold these words. */
    public long said(String words) {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(words)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an operator stops it; by force when it does not go. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }
}
