package io.vestibule.hub.mapping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Every mapping in use, compiled once and kept by the checksum of its text: a changed file is a new mapping, an
 * unchanged one costs nothing. Safe for all threads.
 */
@Component
public final class Mappings {

    /** Above this many texts the oldest are no longer worth keeping: expressions are edited, not generated. */
    private static final int KEPT = 2_000;

    private static final Duration LIMIT = Duration.ofMillis(500);

    private final Map<String, Mapping> compiled = new ConcurrentHashMap<>();
    private final BoundedRun bounded;

    public Mappings() {
        this(LIMIT);
    }

    Mappings(Duration limit) {
        this.bounded = new BoundedRun(limit);
    }

    /** The mapping of this text; one that does not compile is answered too and says so in {@link Mapping#problem()}. */
    public Mapping of(String name, String source) {
        if (compiled.size() > KEPT) {
            compiled.clear();
        }
        return compiled.computeIfAbsent(checksum(name, source), key -> new Mapping(name, source, bounded));
    }

    private static String checksum(String name, String source) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(name.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            return HexFormat.of().formatHex(sha256.digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java runtime has SHA-256", impossible);
        }
    }
}
