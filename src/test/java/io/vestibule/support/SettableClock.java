package io.vestibule.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Business time of tests: runs like the machine's clock, moved by an offset that a test sets. {@link VestibuleTest} puts
 * it back to the present before each test.
 */
public final class SettableClock extends Clock {

    private volatile Duration offset = Duration.ZERO;

    /** Makes it this time now; it goes on running from there. */
    public void set(Instant time) {
        offset = Duration.between(Clock.systemUTC().instant(), time);
    }

    public void advance(Duration step) {
        offset = offset.plus(step);
    }

    public void backToPresent() {
        offset = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Business time is kept in UTC");
    }
}
