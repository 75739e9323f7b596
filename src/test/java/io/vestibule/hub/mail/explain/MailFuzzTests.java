package io.vestibule.hub.mail.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mangled mails are read without failing, hanging or taking memory: a process whose heap has hardly more than 32 MB
 * beside the mails themselves reads 2,000 of them. {@code mvn test -Dtest=MailFuzzTests -Dfuzz.mails=100000} tries more,
 * {@code -Dfuzz.seed=...} the same again. A mail that is not read is kept as target/fuzz-failure.eml.
 */
class MailFuzzTests {

    private static final Logger LOG = LoggerFactory.getLogger(MailFuzzTests.class);
    private static final int MAILS = Integer.getInteger("fuzz.mails", 2_000);
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());

    /** 32 MB, the mails of the corpus (5 MB) and what Java itself needs. */
    private static final String HEAP = "-Xmx52m";

    private static final Duration SLOWEST = Duration.ofSeconds(2);

    @Test
    void mangledMailsAreReadWithinTimeAndMemory() throws IOException, InterruptedException {
        Path said = Path.of("target/fuzz.txt");
        LOG.info("{} mangled mails, seed {}", MAILS, SEED);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process reading = new ProcessBuilder(
                        java,
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-cp",
                        classes,
                        MailFuzzTests.class.getName(),
                        String.valueOf(MAILS),
                        String.valueOf(SEED))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = reading.waitFor(120 + MAILS / 20, TimeUnit.SECONDS);
        reading.destroyForcibly();
        List<String> lines = Files.readAllLines(said, StandardCharsets.UTF_8);
        boolean well = ended && reading.exitValue() == 0;
        if (!well) {
            keep(lines);
        }
        assertThat(well)
                .as(
                        "seed %d, see target/fuzz-failure.eml: %s",
                        SEED, lines.subList(Math.max(0, lines.size() - 12), lines.size()))
                .isTrue();
        LOG.info("{}", lines.getLast());
    }

    /** The mail whose number was said last. */
    private static void keep(List<String> lines) throws IOException {
        int number = lines.stream()
                .filter(line -> line.startsWith("mail "))
                .reduce((first, last) -> last)
                .map(line -> Integer.parseInt(line.substring("mail ".length())))
                .orElse(0);
        Files.write(Path.of("target/fuzz-failure.eml"), new MangledMails(SEED).mail(number));
    }

    /** The process that reads. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        MangledMails mails = new MangledMails(Long.parseLong(args[1]));
        Duration slowest = Duration.ZERO;
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            out.println("mail " + i);
            Duration taken = read(mails.mail(i));
            slowest = taken.compareTo(slowest) > 0 ? taken : slowest;
        }
        out.println("The slowest took " + slowest.toMillis() + " ms");
    }

    private static Duration read(byte[] mail) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(Explanation.of("fuzz", mail)).isNotNull();
        Duration taken = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        assertThat(taken).isLessThan(SLOWEST);
        return taken;
    }
}
