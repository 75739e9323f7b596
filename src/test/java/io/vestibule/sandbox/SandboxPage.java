package io.vestibule.sandbox;

import io.vestibule.platform.security.Role;
import io.vestibule.sandbox.SandboxActions.Effect;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /sandbox}: buttons that make something happen outside, where its effect shows, and all mail that was sent. */
@Controller
class SandboxPage {

    private final SandboxActions actions;
    private final SandboxCommands commands;
    private final LatestMails mails;

    SandboxPage(SandboxActions actions, SandboxCommands commands, LatestMails mails) {
        this.actions = actions;
        this.commands = commands;
        this.mails = mails;
    }

    /** A button as the page shows it. */
    record Button(String slug, String title, String explanation, List<String> commands) {}

    @GetMapping("/sandbox")
    String show(Model model) {
        model.addAttribute("buttons", buttons());
        model.addAttribute("mails", mails.latest());
        model.addAttribute("people", people());
        model.addAttribute("password", SandboxWorld.PASSWORD);
        model.addAttribute("mailbox", SandboxWorld.MAILBOX);
        return "sandbox/index";
    }

    /** The box of mails alone, for its refresh: one of the whole page would take away what a button just told. */
    @GetMapping("/sandbox/mails")
    String mails(Model model) {
        model.addAttribute("mails", mails.latest());
        return "sandbox/index :: mails";
    }

    @PostMapping("/sandbox/{slug}")
    String press(@PathVariable String slug, RedirectAttributes redirect) {
        redirect.addFlashAttribute("effect", action(slug).get());
        redirect.addFlashAttribute("pressed", slug);
        return "redirect:/sandbox";
    }

    private Supplier<Effect> action(String slug) {
        return switch (slug) {
            case "client-writes" -> actions::clientWrites;
            case "client-replies" -> actions::clientReplies;
            case "invoice-arrives" -> actions::invoiceArrives;
            case "invoice-is-paid" -> actions::invoiceIsPaid;
            case "deal-moves" -> actions::dealMoves;
            case "sla-runs-out" -> actions::slaRunsOut;
            default -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        };
    }

    /** Someone whom a newcomer may sign in as. */
    record Demo(String name, String email, String role) {}

    private static List<Demo> people() {
        var firm = Stream.of(SandboxWorld.ADMIN, SandboxWorld.CONTRIBUTOR)
                .map(insider -> new Demo(insider.name(), insider.email(), words(insider.role())));
        var clients = SandboxWorld.COMPANIES.stream()
                .map(company ->
                        new Demo(company.person() + " of " + company.name(), company.email(), words(company.role())));
        return Stream.concat(firm, clients).toList();
    }

    private static String words(Role role) {
        return switch (role) {
            case INTERNAL_ADMIN -> "Internal Admin";
            case INTERNAL_CONTRIBUTOR -> "Internal Contributor";
            case CLIENT_ADMIN -> "Client Admin";
            case CLIENT_MEMBER -> "Client Member";
            case VIEWER -> "Read-only Viewer";
        };
    }

    private List<Button> buttons() {
        return List.of(
                new Button(
                        "client-writes",
                        "A client sends an email",
                        "Tom Client of Acme Ltd writes to the firm's mailbox. It becomes a request, and he gets one"
                                + " acknowledgement with its number.",
                        List.of(commands.clientWrites())),
                new Button(
                        "client-replies",
                        "The client replies",
                        "Tom answers the newest mail he got from us. It becomes a comment on the same request.",
                        List.of(commands.clientReplies())),
                new Button(
                        "invoice-arrives",
                        "Accounting pushes an invoice",
                        "The bookkeeper enters an invoice for Acme Ltd in Xero, which sends a signed webhook. Below: the"
                                + " same at Xero, a finance system that pushes by itself, and a webhook signed by hand.",
                        List.of(commands.invoiceArrives(), commands.invoiceIsPushed(), commands.webhookByHand())),
                new Button(
                        "invoice-is-paid",
                        "The invoice is paid",
                        "The newest open invoice of Acme Ltd is paid in Xero.",
                        List.of(commands.invoiceIsPaid())),
                new Button(
                        "deal-moves",
                        "The deal moves in the CRM",
                        "The sales team moves the marked deal one stage on in HubSpot.",
                        List.of(commands.dealMoves())),
                new Button(
                        "sla-runs-out",
                        "Let an SLA run out",
                        "Mia Member of Birch & Co writes; her team promises an answer within 20 s, and nobody gives it.",
                        List.of(commands.slaRunsOut())));
    }
}
