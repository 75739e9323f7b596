package io.vestibule.browser;

import static org.awaitility.Awaitility.await;

import io.vestibule.support.MailServer;
import io.vestibule.support.vendors.SimulatedAddresses;
import io.vestibule.support.vendors.SimulatedVendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationContextInitializer;

/**
 * The built jar as a process of its own in an empty folder, on free ports. The jar's own main class, classes and
 * configuration run, started by Spring Boot's launcher as {@code java -jar} does. Its guard against private addresses has
 * no switch, so one folder with {@link VendorsOnThisMachine} is put in front of the class path, which the launcher takes
 * as {@code loader.path}: the simulated vendors stand in for the real ones, and nothing else differs. What it prints is
 * kept in {@code target/empty-jar.log}.
 */
final class RunningJar implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3); // a fresh database on a busy build machine
    private static final Pattern READY = Pattern.compile("Ready: (http://localhost:\\d+)/");
    private static final Pattern SET_UP = Pattern.compile("(http://localhost:\\d+/set-up/\\S+)");

    private final Path log;
    private final Process process;

    private RunningJar(Path folder, List<String> command) throws IOException {
        this.log = Path.of("target", "empty-jar.log").toAbsolutePath();
        this.process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Starts it and returns when it says that it is ready. */
    static RunningJar start(Path folder, MailServer mails, List<? extends SimulatedVendor> vendors) {
        try {
            var front = Files.createDirectory(folder.resolve("in-front"));
            putInFront(front, VendorsOnThisMachine.class);
            putInFront(front, SimulatedAddresses.class);
            Files.createDirectory(front.resolve("META-INF"));
            Files.writeString(
                    front.resolve("META-INF/spring.factories"),
                    ApplicationContextInitializer.class.getName() + "=" + VendorsOnThisMachine.class.getName());
            var addresses = new Properties();
            addresses.putAll(SimulatedVendor.servers(vendors));
            addresses.replaceAll((host, server) -> server.toString());
            addresses.put(VendorsOnThisMachine.MAIL_PORTS, mails.smtpPort() + "," + mails.imapPort());
            try (var file = Files.newBufferedWriter(front.resolve(VendorsOnThisMachine.FILE))) {
                addresses.store(file, null);
            }
            var jar = new RunningJar(Files.createDirectory(folder.resolve("home")), command(front));
            jar.awaitReady();
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path front) throws IOException {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dloader.path=" + front,
                "-cp",
                built().toString(),
                "org.springframework.boot.loader.launch.PropertiesLauncher",
                "--server.port=0");
    }

    private static Path built() throws IOException {
        try (var files = Files.newDirectoryStream(Path.of("target"), "vestibule-*.jar")) {
            var found = new ArrayList<Path>();
            files.forEach(found::add);
            if (found.size() != 1) {
                throw new IllegalStateException("One jar was expected in target, found " + found
                        + ". mvn verify -Pbrowser builds it before the tests.");
            }
            return found.getFirst().toAbsolutePath();
        }
    }

    private static void putInFront(Path front, Class<?> type) throws IOException {
        var name = type.getName().replace('.', '/') + ".class";
        var file = front.resolve(name);
        Files.createDirectories(file.getParent());
        try (var bytes = type.getResourceAsStream("/" + name)) {
            Files.copy(bytes, file);
        }
    }

    private void awaitReady() {
        try {
            await().atMost(START)
                    .until(() -> !process.isAlive() || READY.matcher(output()).find());
            if (!process.isAlive()) {
                throw new IllegalStateException("The jar did not start:\n" + output());
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The address it printed, without a slash at the end. */
    String address() {
        return printed(READY);
    }

    /** The link for the first administrator, as it was printed. */
    String setUpLink() {
        return printed(SET_UP);
    }

    private String printed(Pattern pattern) {
        var match = pattern.matcher(output());
        if (!match.find()) {
            throw new AssertionError("Nothing like " + pattern + " was printed:\n" + output());
        }
        return match.group(1);
    }

    /** Everything it printed so far. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it as a service would, so that its database stops with it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
