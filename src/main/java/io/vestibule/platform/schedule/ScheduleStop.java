package io.vestibule.platform.schedule;

import java.time.Duration;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Ends the schedules first of all when Vestibule stops, and waits for the jobs that run: the routes they call, the queues
 * and the pools are still there for them. Not for ever: without a database that stores, Quartz tries without end to note
 * that a job is done. Camel starts the schedules, once its routes are there.
 */
@Component
class ScheduleStop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ScheduleStop.class);

    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final Scheduler scheduler;
    private final Duration longest;

    @Autowired
    ScheduleStop(Scheduler scheduler) {
        this(scheduler, LONGEST);
    }

    ScheduleStop(Scheduler scheduler, Duration longest) {
        this.scheduler = scheduler;
        this.longest = longest;
    }

    @Override
    public void start() {
        // by Camel
    }

    @Override
    public void stop() {
        Thread end = Thread.ofPlatform().daemon().name("schedule-stop").start(this::end);
        try {
            if (!end.join(longest)) {
                log.warn(
                        "A scheduled job did not end in {} s. What it left undone is done after the next start.",
                        longest.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        try {
            scheduler.shutdown(true);
        } catch (SchedulerException e) {
            log.warn("The schedules could not be stopped in order. {}", e.getMessage());
        }
    }

    @Override
    public boolean isRunning() {
        try {
            return !scheduler.isShutdown();
        } catch (SchedulerException e) {
            return false;
        }
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
