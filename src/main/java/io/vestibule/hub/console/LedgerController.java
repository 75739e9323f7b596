package io.vestibule.hub.console;

import io.vestibule.hub.inbox.Conservation;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What became of everything that was received, by day and source, each number with its messages behind it. */
@Controller
class LedgerController {

    private static final int DAYS = 14;

    private final Conservation conservation;

    LedgerController(Conservation conservation) {
        this.conservation = conservation;
    }

    @GetMapping("/console/ledger")
    String ledger(Model model) {
        model.addAttribute("sums", conservation.last(DAYS));
        model.addAttribute("unbalanced", conservation.unbalanced());
        return "hub/console/ledger";
    }
}
