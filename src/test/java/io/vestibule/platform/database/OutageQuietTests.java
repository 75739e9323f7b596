package io.vestibule.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

class OutageQuietTests {

    private final StorageState state = new StorageState();
    private final OutageQuiet quiet = new OutageQuiet(state);
    private final Logger logger = new LoggerContext().getLogger("somebody who asks");
    private final Exception outage = new IllegalStateException(new CannotGetJdbcConnectionException("none"));

    @AfterEach
    void close() {
        quiet.close();
    }

    @Test
    void anOutageThatWasToldIsNotToldByEverybodyWhoAsks() {
        logger.setLevel(Level.INFO);
        state.seen(StorageFault.AWAY);

        assertThat(decide(outage)).isEqualTo(FilterReply.DENY);
        assertThat(decide(new IllegalStateException("something else"))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(decide(null)).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void oneThatWasNotToldOrIsOverIsNotKeptQuiet() {
        logger.setLevel(Level.INFO);
        assertThat(decide(outage)).isEqualTo(FilterReply.NEUTRAL);

        state.seen(StorageFault.AWAY);
        state.works(Duration.ofSeconds(-1));

        assertThat(decide(outage)).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void whoIsSetToDebugTellsAll() {
        logger.setLevel(Level.DEBUG);
        state.seen(StorageFault.AWAY);

        assertThat(decide(outage)).isEqualTo(FilterReply.NEUTRAL);
    }

    private FilterReply decide(@Nullable Throwable failure) {
        return quiet.decide(null, logger, Level.ERROR, "It failed", null, failure);
    }
}
