package io.vestibule.platform.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.support.VestibuleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.springframework.beans.factory.annotation.Autowired;

class SchedulesTests extends VestibuleTest {

    @Autowired
    private Scheduler scheduler;

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

    private boolean hasCheckedIn() {
        return hubDatabase
                .sql("select exists(select 1 from platform.qrtz_scheduler_state)")
                .query(Boolean.class)
                .single();
    }
}
