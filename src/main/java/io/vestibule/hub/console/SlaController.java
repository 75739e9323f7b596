package io.vestibule.hub.console;

import io.vestibule.hub.sla.SlaClocks;
import io.vestibule.hub.sla.SlaPolicies;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What the firm promises, and which promise runs out next. */
@Controller
class SlaController {

    private static final int SHOWN = 50;

    private final SlaPolicies policies;
    private final SlaClocks clocks;

    SlaController(SlaPolicies policies, SlaClocks clocks) {
        this.policies = policies;
        this.clocks = clocks;
    }

    @GetMapping("/console/sla")
    String sla(Model model) {
        model.addAttribute("policies", policies.all());
        model.addAttribute("due", clocks.dueNext(SHOWN));
        return "hub/console/sla";
    }
}
