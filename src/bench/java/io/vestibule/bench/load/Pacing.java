package io.vestibule.bench.load;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When shots are due, in nanoseconds since the start of a run. */
public interface Pacing {

    /** How many shots should have left by now. */
    long due(long elapsed);

    /** When the shot with this index, which leaves now, should have left. */
    long scheduled(long index, long elapsed);

    /** Closed loop: the next one leaves as soon as a connection is free. */
    static Pacing asFastAsAnswered() {
        return window(() -> 0, Long.MAX_VALUE);
    }

    /** Closed loop over the whole way: at most so many more than what has come out at the other end. */
    static Pacing window(LongSupplier done, long atMost) {
        return new Pacing() {
            @Override
            public long due(long elapsed) {
                return atMost == Long.MAX_VALUE ? atMost : done.getAsLong() + atMost;
            }

            @Override
            public long scheduled(long index, long elapsed) {
                return elapsed;
            }
        };
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
