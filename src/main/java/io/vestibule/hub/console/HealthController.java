package io.vestibule.hub.console;

import io.vestibule.hub.control.HealthReport;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalUnreachable;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The console's first page: does everything work, and if not, what to do. */
@Controller
class HealthController {

    private final HealthReport report;
    private final PortalGateway gateway;

    HealthController(HealthReport report, PortalGateway gateway) {
        this.report = report;
        this.gateway = gateway;
    }

    @GetMapping("/console")
    String health(Model model) {
        model.addAttribute("report", report.now());
        model.addAttribute("clientNames", clientNames());
        return "hub/console/health";
    }

    /** The page about what is wrong must come up when the portal can't be asked; it then shows ids. */
    private Map<String, String> clientNames() {
        try {
            return gateway.clients().stream()
                    .collect(Collectors.toMap(client -> client.id().value(), PortalGateway.ClientView::name));
        } catch (PortalUnreachable e) {
            return Map.of();
        }
    }
}
