package io.vestibule.hub.console;

import io.vestibule.hub.control.HealthReport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The console's first page: does everything work, and if not, what to do. */
@Controller
class HealthController {

    private final HealthReport report;
    private final ClientNames clientNames;

    HealthController(HealthReport report, ClientNames clientNames) {
        this.report = report;
        this.clientNames = clientNames;
    }

    @GetMapping("/console")
    String health(Model model) {
        HealthReport.Report now = report.now();
        model.addAttribute("report", now);
        model.addAttribute(
                "clientNames",
                clientNames.of(now.lines().stream()
                        .flatMap(line -> Stream.ofNullable(line.clientId()))
                        .collect(Collectors.toSet())));
        return "hub/console/health";
    }
}
