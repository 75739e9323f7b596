package io.vestibule.hub.mapping;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Every mapping in use, compiled once and kept by its text: a changed file is a new mapping, an
 * unchanged one costs nothing. Safe for all threads.
 */
@Component
public final class Mappings {

    /** Above this many texts the oldest are no longer worth keeping: expressions are edited, not generated. */
    private static final int KEPT = 2_000;

    private static final Duration LIMIT = Duration.ofMillis(500);

    private static final int AT_ONCE = 64;

    /** Senders of webhooks wait for an answer, some for three seconds only. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Map<Text, Mapping> compiled = new ConcurrentHashMap<>();
    private final BoundedRun bounded;

    /** Where it stands, for messages, and what it says. */
    private record Text(String name, String source) {}

    public Mappings() {
        this(LIMIT);
    }

    Mappings(Duration limit) {
        this.bounded = new BoundedRun(limit, AT_ONCE, LONGEST_WAIT);
    }

    /** The mapping of this text; one that does not compile is answered too and says so in {@link Mapping#problem()}. */
    public Mapping of(String name, String source) {
        if (compiled.size() > KEPT) {
            compiled.clear();
        }
        return compiled.computeIfAbsent(new Text(name, source), text -> new Mapping(name, source, bounded));
    }
}
