package io.vestibule.platform.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Takes every {@link Reading} each {@link #PAUSE} and tells how old the figures are: {@code vestibule.readings.age}. On
 * several nodes each reads for itself, and all tell the same.
 */
@Component
class Readings implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Readings.class);

    static final Duration PAUSE = Duration.ofSeconds(15);

    private final ObjectProvider<Reading> readings;
    private volatile long completeAt = System.nanoTime();
    private volatile @Nullable ScheduledExecutorService clock;

    Readings(ObjectProvider<Reading> readings, MeterRegistry meters) {
        this.readings = readings;
        Gauge.builder("vestibule.readings.age", () -> (System.nanoTime() - completeAt) / 1e9)
                .description("How old the figures are that are read from the database")
                .baseUnit("seconds")
                .register(meters);
    }

    /** Not before the product is ready: its start has more urgent things to ask. */
    @EventListener(ApplicationReadyEvent.class)
    void whenReady() {
        ScheduledExecutorService running = clock;
        if (running != null) {
            var unused = running.scheduleWithFixedDelay(this::takeAll, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void takeAll() {
        boolean complete = readings.stream().filter(this::take).count()
                == readings.stream().count();
        if (complete) {
            completeAt = System.nanoTime();
        }
    }

    private boolean take(Reading reading) {
        try {
            reading.read();
            return true;
        } catch (RuntimeException e) {
            log.debug(
                    "{} could not be read; its figures stay as they were",
                    reading.getClass().getSimpleName(),
                    e);
            return false;
        }
    }

    @Override
    public void start() {
        clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("readings").factory());
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = clock;
        clock = null;
        if (running != null) {
            running.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return clock != null;
    }
}
