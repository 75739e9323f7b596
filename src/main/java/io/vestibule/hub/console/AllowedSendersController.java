package io.vestibule.hub.console;

import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.mail.AllowedSenders;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.Notice;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Senders whose mails are no longer held for a certain doubt: added from the page of a held mail, listed and removed here. */
@Controller
@RequestMapping(AllowedSendersController.BASE)
class AllowedSendersController {

    static final String BASE = QuarantineController.BASE + "/allowed";

    /** More than a firm ever has; those removed longest ago are left out first. */
    private static final int SHOWN = 500;

    private final AllowedSenders allowed;
    private final InboxRows received;
    private final HeldMessages held;

    AllowedSendersController(AllowedSenders allowed, InboxRows received, HeldMessages held) {
        this.allowed = allowed;
        this.received = received;
        this.held = held;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("allowed", allowed.list(SHOWN));
        return "hub/console/quarantine-allowed";
    }

    /** Lets in a held mail, with all that wait for the same answer, and later ones of its sender without asking. */
    @PostMapping
    String allow(
            @RequestParam(defaultValue = "0") long message,
            @RequestParam(defaultValue = "") String doubt,
            @RequestParam(defaultValue = "") String sender,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        InboxRow row = Registrations.there(received.find(message));
        redirect.addFlashAttribute(
                Notice.MODEL,
                allowedSender(row, doubt, sender)
                        .map(whom -> allow(row, doubt, whom, viewer.name()))
                        .orElseGet(() -> Notice.problem("problems.no-longer-held")));
        Stuck.handOn(Stuck.listOf(row), redirect);
        return "redirect:/console/messages/received/" + message;
    }

    /** The mail's own sender or domain, and only while it is held for this doubt. */
    private Optional<String> allowedSender(InboxRow row, String doubt, @Nullable String wanted) {
        return row.state() == InboxState.HELD && doubt.equals(row.reason()) && AllowedSenders.isAllowable(doubt)
                ? allowed.senderOf(row.id())
                        .map(MailPage::allowable)
                        .filter(one -> one.sender().equals(wanted)
                                || one.domain() != null && one.domain().equals(wanted))
                        .map(one -> wanted)
                : Optional.empty();
    }

    private List<Notice> allow(InboxRow row, String doubt, String sender, String person) {
        allowed.allow(row.connection() == null ? row.app() : row.connection(), sender, doubt, person);
        held.letIn(row, doubt, person);
        return Notice.done("quarantine.allowed.done", sender);
    }

    @PostMapping("/{id}/removal")
    String remove(@PathVariable long id, @AuthenticationPrincipal Viewer viewer, RedirectAttributes redirect) {
        redirect.addFlashAttribute(
                Notice.MODEL,
                allowed.remove(id, viewer.name())
                        ? Notice.done("quarantine.allowed.removed")
                        : Notice.problem("quarantine.allowed.gone"));
        return "redirect:" + BASE;
    }
}
