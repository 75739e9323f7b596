package io.vestibule.platform.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.support.VestibuleTest;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quartz.CronTrigger;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.matchers.GroupMatcher;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

class SchedulesTests extends VestibuleTest {

    @Autowired
    private Scheduler scheduler;

    @Value("${vestibule.time-zone}")
    private String timeZone = "";

    @Test
    void areKeptInTheDatabaseAndSharedByAllNodes() throws SchedulerException {
        assertThat(scheduler.getMetaData().isJobStoreClustered()).isTrue();
        await().atMost(Duration.ofSeconds(20)).until(this::hasCheckedIn);
    }

    @Test
    void runOnceTheRoutesAreThere() throws SchedulerException {
        assertThat(scheduler.isStarted()).isTrue();
        assertThat(scheduler.isInStandbyMode()).isFalse();
    }

    @Test
    void runNeverBesideThemselves() throws SchedulerException {
        Set<JobKey> schedules = scheduler.getJobKeys(GroupMatcher.anyJobGroup());
        assertThat(schedules).isNotEmpty();
        for (JobKey schedule : schedules) {
            assertThat(scheduler.getJobDetail(schedule).isConcurrentExecutionDisallowed())
                    .as(schedule.getName())
                    .isTrue();
        }
    }

    @Test
    void haveTheHoursOfTheFirm() throws SchedulerException {
        for (JobKey schedule : scheduler.getJobKeys(GroupMatcher.anyJobGroup())) {
            CronTrigger trigger =
                    (CronTrigger) scheduler.getTriggersOfJob(schedule).getFirst();
            assertThat(trigger.getTimeZone().getID()).as(schedule.getName()).isEqualTo(timeZone);
        }
    }

    private boolean hasCheckedIn() {
        return hubDatabase
                .sql("select exists(select 1 from platform.qrtz_scheduler_state)")
                .query(Boolean.class)
                .single();
    }
}
