package io.vestibule.hub.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.control.HealthReport.Direction;
import io.vestibule.hub.control.HealthReport.Health;
import io.vestibule.hub.control.HealthReport.Line;
import io.vestibule.hub.control.HealthReport.Report;
import io.vestibule.hub.outbox.FailingConnections.LeftAlone;
import io.vestibule.hub.outbox.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When the health page may say that all connections work. */
class HealthReportTests {

    @Test
    void allIsWellOnlyWhereEveryConnectionWorks() {
        assertThat(report(Health.HEALTHY, Health.HEALTHY).allWell()).isTrue();

        for (Health other : List.of(Health.RETRYING, Health.DISABLED, Health.STOPPED)) {
            Report report = report(Health.HEALTHY, other);
            assertThat(report.allWell()).as("%s", other).isFalse();
            assertThat(report.working()).as("%s", other).isOne();
        }
        assertThat(report().allWell()).as("without any connection").isFalse();
    }

    @Test
    void allIsNotWellWhereSomethingElseAsksForALook() {
        List<Line> lines = report(Health.HEALTHY).lines();
        LeftAlone silent = new LeftAlone("crm", Instant.EPOCH, 3, Duration.ofMinutes(1));

        assertThat(report(lines, List.of(), List.of(silent)).allWell()).isFalse();
        assertThat(report(lines, List.of(Trouble.ofApp("xero", "Its key is wrong.")), List.of())
                        .allWell())
                .isFalse();
    }

    private static Report report(Health... connections) {
        List<Line> lines = Arrays.stream(connections)
                .map(health -> new Line("crm", "hubspot", null, Direction.BOTH, health, null, null, 0, null, null))
                .toList();
        return report(lines, List.of(), List.of());
    }

    private static Report report(List<Line> lines, List<Trouble> troubles, List<LeftAlone> leftAlone) {
        return new Report(lines, troubles, null, leftAlone, Duration.ZERO, null, 0, 0, List.of(), Map.of(), List.of());
    }
}
