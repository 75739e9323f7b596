package io.vestibule.hub.console;

import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.outbox.Deliveries;
import io.vestibule.hub.outbox.OutboxFilter;
import io.vestibule.hub.outbox.OutboxRow;
import io.vestibule.hub.outbox.OutboxState;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.Notice;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What waits for a decision, and what died; a held message is given to a client here and then applied. */
@Controller
@RequestMapping("/console/problems")
class ProblemsController {

    private static final int SHOWN = 25;
    private static final List<OutboxState> UNSENT = List.of(OutboxState.HELD, OutboxState.REFUSED, OutboxState.DEAD);

    private final Inbox inbox;
    private final InboxRows received;
    private final Deliveries deliveries;
    private final PortalGateway gateway;
    private final Reasons reasons;

    ProblemsController(Inbox inbox, InboxRows received, Deliveries deliveries, PortalGateway gateway, Reasons reasons) {
        this.inbox = inbox;
        this.received = received;
        this.deliveries = deliveries;
        this.gateway = gateway;
        this.reasons = reasons;
    }

    /** The newest of each kind; the lists of messages have the others. */
    @GetMapping
    String problems(Model model) {
        List<InboxRow> stuck = newest(InboxState.DEAD, InboxState.REFUSED);
        List<OutboxRow> unsent = UNSENT.stream()
                .flatMap(state ->
                        deliveries.search(new OutboxFilter(state, null, null, null, null), null, SHOWN).rows().stream())
                .sorted(Comparator.comparingLong(OutboxRow::id).reversed())
                .limit(SHOWN)
                .toList();
        model.addAttribute("held", newest(InboxState.HELD));
        model.addAttribute("heldCount", received.count(InboxState.HELD));
        model.addAttribute(
                "yours",
                stuck.stream().filter(row -> !reasons.ours(row.reason())).toList());
        model.addAttribute(
                "ours", stuck.stream().filter(row -> reasons.ours(row.reason())).toList());
        model.addAttribute("unsent", unsent);
        long unsentCount = UNSENT.stream().mapToLong(deliveries::count).sum();
        model.addAttribute("stuckCount", received.count(InboxState.DEAD, InboxState.REFUSED) + unsentCount);
        model.addAttribute("shown", stuck.size() + unsent.size());
        model.addAttribute("clients", clientChoices());
        return "hub/console/problems";
    }

    private List<InboxRow> newest(InboxState... states) {
        return received.search(InboxRows.Filter.states(states), null, SHOWN).rows();
    }

    /** Gives a held message to a client (and one of its people); all that wait for the same answer go with it. */
    @PostMapping("/{id}/assignment")
    String assign(
            @PathVariable long id,
            @RequestParam String clientId,
            @RequestParam(required = false) @Nullable String contactEmail,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        InboxRow row = received.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        if (clientId.isBlank()) {
            redirect.addFlashAttribute(Notice.MODEL, Notice.problem("problems.choose-client"));
            return "redirect:/console/problems";
        }
        Assignment assignment = new Assignment(clientId, Words.orNull(contactEmail), viewer.name());
        String holdKey = row.holdKey();
        int released = holdKey != null ? inbox.release(holdKey, assignment) : inbox.assign(id, assignment) ? 1 : 0;
        redirect.addFlashAttribute(
                Notice.MODEL,
                released > 0 ? Notice.done("problems.assigned", released) : Notice.problem("problems.no-longer-held"));
        return "redirect:/console/messages/received/" + id;
    }

    private Map<String, String> clientChoices() {
        Map<String, String> choices = new LinkedHashMap<>();
        gateway.clients().stream()
                .sorted(Comparator.comparing(ClientView::name))
                .forEach(client -> choices.put(client.id().value(), client.name()));
        return choices;
    }
}
