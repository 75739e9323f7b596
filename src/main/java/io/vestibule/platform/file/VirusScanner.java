package io.vestibule.platform.file;

import io.vestibule.platform.file.ScanResult.Clean;
import io.vestibule.platform.file.ScanResult.Infected;
import io.vestibule.platform.file.ScanResult.Unknown;
import io.vestibule.platform.start.StartRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks the firm's virus scanner about files, in ClamAV's protocol (clamd, INSTREAM). Without an address every file counts
 * as clean. Keeps nothing and never throws: no answer is an answer, too.
 */
@Component
public class VirusScanner {

    private static final Logger LOG = LoggerFactory.getLogger(VirusScanner.class);

    private static final Pattern ADDRESS = Pattern.compile("unix:/.+|[^:\\s]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}");
    private static final int LAST_PORT = 65_535;
    private static final Pattern FOUND = Pattern.compile("^(?:[^:]*: )?(.+) FOUND$");
    private static final Pattern CLEAN = Pattern.compile("^(?:[^:]*: )?OK$");
    private static final byte[] HARMLESS = "Is anybody there?".getBytes(StandardCharsets.US_ASCII);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final ScannerSettings settings;

    VirusScanner(ScannerSettings settings) {
        this.settings = settings;
        if (isOn() && !isAddress(settings.address())) {
            throw new StartRefused(
                    "vestibule.scanner.address is \"" + settings.address() + "\", which is no address of a scanner.",
                    "Write host:port, for example 127.0.0.1:3310, or unix:/run/clamav/clamd.ctl.");
        }
    }

    private static boolean isAddress(String address) {
        return ADDRESS.matcher(address).matches()
                && (address.startsWith("unix:")
                        || Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)) <= LAST_PORT);
    }

    /** Whether the firm has one. */
    public boolean isOn() {
        return !settings.address().isBlank();
    }

    public ScanResult scan(byte[] content) {
        if (!isOn()) {
            return new Clean();
        }
        if (content.length > settings.maxSize().toBytes()) {
            return new Unknown(
                    "It is larger than the %d MB that the scanner takes."
                            .formatted(settings.maxSize().toMegabytes()),
                    false);
        }
        try {
            return read(new ClamdCall(settings.address(), settings.patience()).scan(content));
        } catch (IOException down) {
            LOG.warn("The virus scanner at {} could not be asked: {}", settings.address(), down.getMessage());
            return new Unknown("The virus scanner could not be asked: " + down.getMessage() + ".", true);
        }
    }

    /** Whether it scans right now, tried with a few harmless letters; one that is not there has nothing to say either. */
    public boolean isWell() {
        return scan(HARMLESS) instanceof Clean;
    }

    /** What is wrong with the scanner right now, to follow its name; empty when it answers or there is none. */
    public Optional<String> trouble() {
        if (!isOn()) {
            return Optional.empty();
        }
        try {
            Duration patience = SHORT.compareTo(settings.patience()) < 0 ? SHORT : settings.patience();
            String answer = new ClamdCall(settings.address(), patience).ping();
            return answer.equals("PONG") ? Optional.empty() : Optional.of("it answered \"" + answer + "\"");
        } catch (IOException down) {
            return Optional.of(String.valueOf(down.getMessage()));
        }
    }

    public String address() {
        return settings.address();
    }

    private static ScanResult read(String answer) {
        Matcher found = FOUND.matcher(answer);
        if (found.matches()) {
            return new Infected(found.group(1));
        }
        if (CLEAN.matcher(answer).matches()) {
            return new Clean();
        }
        boolean tooLarge = answer.contains("size limit exceeded");
        return new Unknown("The virus scanner answered \"" + answer + "\".", !tooLarge);
    }
}
