package io.vestibule.platform.schedule;

import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Ends the schedules first of all when Vestibule stops, and waits for the jobs that run: the routes they call, the queues
 * and the pools are still there for them. Camel starts the schedules, once its routes are there.
 */
@Component
class ScheduleStop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ScheduleStop.class);

    private final Scheduler scheduler;

    ScheduleStop(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        // by Camel
    }

    @Override
    public void stop() {
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
