package io.vestibule.hub.control.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One replay of many messages: a set fixed at its start, worked off oldest first within a rate. Its rows tell who started,
 * paused or cancelled it and why, and what became of each message; they are kept as long as messages are.
 *
 * @param found address of the list it was started from
 * @param total messages of the set
 * @param asked on their way again so far
 * @param skipped left as they were, because they had changed since the start
 * @param ended of the asked ones that came to an end again
 * @param applied of these that had their effect now
 * @param failed of these that are stuck again
 */
public record ReplayRun(
        long id,
        Direction direction,
        String found,
        String reason,
        int perMinute,
        String startedBy,
        Instant startedAt,
        State state,
        @Nullable Instant endedAt,
        long total,
        long asked,
        long skipped,
        long ended,
        long applied,
        long failed) {

    /** RUNNING until every message of the set was taken, whatever becomes of it then. */
    public enum State {
        RUNNING,
        PAUSED,
        CANCELLED,
        DONE
    }

    /** What a person did to it. */
    public record Event(Instant at, String what, String who) {}

    /** Not taken yet; of a cancelled one: never. */
    public long left() {
        return total - asked - skipped;
    }

    public long taken() {
        return asked + skipped;
    }

    /** On their way and not at an end. */
    public long inWork() {
        return asked - ended;
    }

    public boolean goesOn() {
        return state == State.RUNNING || state == State.PAUSED;
    }

    /** Whether its numbers may still change by themselves. */
    public boolean moves() {
        return state == State.RUNNING || inWork() > 0;
    }
}
