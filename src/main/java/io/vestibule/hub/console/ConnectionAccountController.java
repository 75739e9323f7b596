package io.vestibule.hub.console;

import io.vestibule.hub.connection.AccountChoice;
import io.vestibule.hub.connection.AccountChoice.Offer;
import io.vestibule.hub.connection.AccountChoice.Outcome;
import io.vestibule.hub.connection.Connection;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.Notice;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Which of the vendor's accounts a connection is, where one sign-in may use several. */
@Controller
class ConnectionAccountController {

    private static final String PATH = "/console/connections/{name}/account";
    private static final String CONNECTION = "redirect:/console/connections/";

    private final Registrations registrations;
    private final AccountChoice choice;

    ConnectionAccountController(Registrations registrations, AccountChoice choice) {
        this.registrations = registrations;
        this.choice = choice;
    }

    /** For admins only although it is a read: it calls the vendor. */
    @GetMapping(PATH)
    String offer(@PathVariable String name, @AuthenticationPrincipal Viewer viewer, Model model) {
        Admins.require(viewer);
        Connection connection = registrations.connection(name);
        Offer offer = choice.offer(connection);
        model.addAttribute("connection", connection);
        model.addAttribute("connector", registrations.connector(connection.connector()));
        model.addAttribute("choices", offer instanceof Offer.Choices offered ? offered.choices() : List.of());
        model.addAttribute("nothing", offer instanceof Offer.Nothing nothing ? nothing.words() : null);
        return "hub/console/connection-account";
    }

    @PostMapping(PATH)
    String choose(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String account,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        Outcome outcome = choice.choose(registrations.connection(name), account, viewer.name());
        redirect.addFlashAttribute(Notice.MODEL, notice(outcome));
        return page(name, outcome);
    }

    /** Where a person goes on after the account was settled, or was not. */
    static String page(String name, Outcome outcome) {
        return CONNECTION + name + (outcome instanceof Outcome.Settled ? "" : "/account");
    }

    static List<Notice> notice(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Settled settled -> {
                String title = settled.title();
                yield title == null
                        ? Notice.done("connections.authorized")
                        : Notice.done("connections.account-settled", title);
            }
            case Outcome.Open open -> {
                String words = open.words();
                yield words == null
                        ? Notice.done("connections.account-open")
                        : Notice.problem("connections.error", words);
            }
            case Outcome.Refused refused -> Notice.problem("connections.error", refused.words());
        };
    }
}
