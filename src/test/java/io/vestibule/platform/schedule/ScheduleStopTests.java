package io.vestibule.platform.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.simpl.RAMJobStore;
import org.quartz.spi.OperableTrigger;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

class ScheduleStopTests {

    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();
    private static final CountDownLatch RUNS = new CountDownLatch(1);

    @Test
    void aJobThatRunsEndsBeforeTheRoutesStop() throws Exception {
        try (var context = new AnnotationConfigApplicationContext(Product.class)) {
            Scheduler scheduler = context.getBean(Scheduler.class);
            scheduler.start();
            scheduler.scheduleJob(
                    JobBuilder.newJob(SlowJob.class).build(),
                    TriggerBuilder.newTrigger().startNow().build());
            RUNS.await();
        }

        assertThat(EVENTS).containsExactly("the job ended", "the routes stopped");
    }

    @Test
    void aJobWhoseEndCantBeStoredDoesNotKeepItFromStopping() throws Exception {
        Properties properties = new Properties();
        properties.put("org.quartz.threadPool.threadCount", "1");
        properties.put("org.quartz.threadPool.makeThreadsDaemons", "true");
        properties.put("org.quartz.scheduler.instanceName", "never-stored");
        properties.put("org.quartz.jobStore.class", NothingIsStored.class.getName());
        Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
        scheduler.start();
        scheduler.scheduleJob(
                JobBuilder.newJob(QuickJob.class).build(),
                TriggerBuilder.newTrigger().startNow().build());
        NothingIsStored.TRIED.await();

        Thread stopping = Thread.ofVirtual().start(new ScheduleStop(scheduler, Duration.ofSeconds(1))::stop);

        assertThat(stopping.join(Duration.ofSeconds(10))).isTrue();
    }

    /** As the store in a database that is away: it tries until it can. */
    public static final class NothingIsStored extends RAMJobStore {

        private static final CountDownLatch TRIED = new CountDownLatch(1);
        private static final CountDownLatch NEVER = new CountDownLatch(1);

        @Override
        public void triggeredJobComplete(
                OperableTrigger trigger, JobDetail job, CompletedExecutionInstruction instruction) {
            TRIED.countDown();
            await().forever().until(() -> NEVER.getCount() == 0);
        }
    }

    /** Has nothing to do. */
    public static class QuickJob implements Job {

        @Override
        public void execute(JobExecutionContext context) {}
    }

    /** Works for a second. */
    public static class SlowJob implements Job {

        @Override
        public void execute(JobExecutionContext context) {
            RUNS.countDown();
            long begun = System.nanoTime();
            await().until(() ->
                    System.nanoTime() - begun > Duration.ofSeconds(1).toNanos());
            EVENTS.add("the job ended");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(ScheduleStop.class)
    static class Product {

        @Bean
        SchedulerFactoryBean scheduler() {
            Properties properties = new Properties();
            properties.put("org.quartz.threadPool.threadCount", "1");
            properties.put("org.quartz.scheduler.instanceName", "stops");
            SchedulerFactoryBean factory = new SchedulerFactoryBean();
            factory.setQuartzProperties(properties);
            factory.setAutoStartup(false);
            return factory;
        }

        /** Stands for Camel and the queues, which stop in a later phase. */
        @Bean
        SmartLifecycle routes() {
            return new SmartLifecycle() {
                private volatile boolean running;

                @Override
                public void start() {
                    running = true;
                }

                @Override
                public void stop() {
                    running = false;
                    EVENTS.add("the routes stopped");
                }

                @Override
                public boolean isRunning() {
                    return running;
                }

                @Override
                public int getPhase() {
                    return Integer.MAX_VALUE - 50;
                }
            };
        }
    }
}
