package io.vestibule.bench.load;

import java.util.concurrent.TimeUnit;

/** When shots are due, in nanoseconds since the start of a run. Asked by the generator's one thread. */
public interface Pacing {

    /** How many shots should have left by now. */
    long due(long elapsed);

    /** When the shot with this index, which leaves now, should have left. */
    default long scheduled(long index, long elapsed) {
        return elapsed;
    }

    /** Another answer with 2xx has come. */
    default void taken() {}

    /** Closed loop: the next one leaves as soon as a connection is free. */
    static Pacing asFastAsAnswered() {
        return elapsed -> Long.MAX_VALUE;
    }

    /** Open loop: a fixed schedule that knows nothing of answers, so that a stall counts for all it holds up. */
    static Pacing perSecond(double rate) {
        double gap = TimeUnit.SECONDS.toNanos(1) / rate;
        return new Pacing() {
            @Override
            public long due(long elapsed) {
                return (long) (elapsed / gap) + 1;
            }

            @Override
            public long scheduled(long index, long elapsed) {
                return (long) (index * gap);
            }
        };
    }
}
