package io.vestibule.platform.database;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Keeps the log calm while the database can't be used. {@link StorageState} tells it once and tells its end; without this
 * everybody who asks meanwhile (each webhook, page, mail and schedule, at each try) would add a stack trace, in the code of
 * libraries too. A logger that is set to debug still tells everything.
 */
final class OutageQuiet extends TurboFilter implements AutoCloseable {

    private final StorageState state;

    OutageQuiet(StorageState state) {
        this.state = state;
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
            setContext(log);
            log.addTurboFilter(this);
        }
        start();
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        if (failure == null || state.hindrance().isEmpty()) {
            return FilterReply.NEUTRAL;
        }
        boolean toldAnyway = Level.DEBUG.isGreaterOrEqual(logger.getEffectiveLevel());
        return Outage.is(failure) && !toldAnyway ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    @Override
    public void close() {
        stop();
        if (getContext() instanceof LoggerContext log) {
            log.getTurboFilterList().remove(this);
        }
    }
}
