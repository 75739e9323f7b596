package io.vestibule.hub.console;

import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.outbox.Deliveries;
import io.vestibule.hub.outbox.OutboxFilter;
import io.vestibule.hub.outbox.OutboxState;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

/**
 * What waits for a decision, what was refused and what died, a list each; a held message is given to a client here and
 * then applied, and what is nothing of ours is put away.
 */
@Controller
@RequestMapping("/console/problems")
class ProblemsController {

    private static final int PAGE = 25;
    private static final String SENT = "sent-";
    private static final List<InboxState> RECEIVED = List.of(InboxState.HELD, InboxState.DEAD, InboxState.REFUSED);
    private static final List<OutboxState> UNSENT = List.of(OutboxState.HELD, OutboxState.DEAD, OutboxState.REFUSED);

    private final InboxRows received;
    private final Deliveries deliveries;
    private final HeldMessages held;

    ProblemsController(InboxRows received, Deliveries deliveries, HeldMessages held) {
        this.received = received;
        this.deliveries = deliveries;
        this.held = held;
    }

    /** One list of problems. @param key its name in the address and in the messages */
    record Tab(String key, long count) {

        public String url() {
            return "/console/problems?state=" + key;
        }

        /** The list from an older row on. */
        String olderThan(long row) {
            return url() + "&before=" + row;
        }
    }

    /** One state at a time; without one the first that has something. */
    @GetMapping
    String problems(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Long before,
            Model model) {
        List<Tab> tabs = tabs();
        Tab shown = tabs.stream()
                .filter(tab -> tab.key().equals(state))
                .findFirst()
                .or(() -> tabs.stream().filter(tab -> tab.count() > 0).findFirst())
                .orElse(tabs.getFirst());
        model.addAttribute("tabs", tabs.stream().filter(tab -> tab.count() > 0).toList());
        model.addAttribute("shown", shown);
        model.addAttribute("heldCount", tabs.getFirst().count());
        model.addAttribute(
                "stuckCount", tabs.stream().skip(1).mapToLong(Tab::count).sum());
        Long next = shown.key().startsWith(SENT) ? sent(shown, before, model) : received(shown, before, model);
        model.addAttribute("newest", before == null ? null : shown.url());
        model.addAttribute("olderUrl", next == null ? null : shown.olderThan(next));
        return "hub/console/problems";
    }

    private List<Tab> tabs() {
        List<Tab> tabs = new ArrayList<>();
        RECEIVED.forEach(state -> tabs.add(new Tab(Words.key(state), received.count(state))));
        UNSENT.forEach(state -> tabs.add(new Tab(SENT + Words.key(state), deliveries.count(state))));
        return tabs;
    }

    private @Nullable Long received(Tab tab, @Nullable Long before, Model model) {
        Set<InboxState> states = Set.of(InboxState.valueOf(constant(tab.key())));
        InboxRows.Page page = received.search(new InboxRows.Filter(states, null, null, null, null), before, PAGE);
        model.addAttribute("received", page.rows());
        model.addAttribute("unsent", List.of());
        model.addAttribute("choices", held.choices(page.rows()));
        model.addAttribute("clients", held.clients());
        return page.next();
    }

    private @Nullable Long sent(Tab tab, @Nullable Long before, Model model) {
        OutboxState state = OutboxState.valueOf(constant(tab.key().substring(SENT.length())));
        Deliveries.Page page = deliveries.search(new OutboxFilter(state, null, null, null, null), before, PAGE);
        model.addAttribute("received", List.of());
        model.addAttribute("unsent", page.rows());
        return page.next();
    }

    private static String constant(String key) {
        return key.toUpperCase(Locale.ROOT);
    }

    /** Gives a held message to a client (and one of its people); all that wait for the same answer go with it. */
    @PostMapping("/{id}/assignment")
    String assign(
            @PathVariable long id,
            @RequestParam String clientId,
            @RequestParam(required = false) @Nullable String contactEmail,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        InboxRow row = Registrations.there(received.find(id));
        redirect.addFlashAttribute(
                Notice.MODEL,
                clientId.isBlank()
                        ? Notice.problem("problems.choose-client")
                        : held.assign(row, new Assignment(clientId, Words.orNull(contactEmail), viewer.name())));
        return "redirect:/console/messages/received/" + id;
    }

    /** Puts away what is nothing of ours, alone or with all that wait for the same answer. */
    @PostMapping("/{id}/dismissal")
    String dismiss(
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(required = false) @Nullable String why,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        InboxRow row = Registrations.there(received.find(id));
        redirect.addFlashAttribute(Notice.MODEL, held.dismiss(row, all, viewer.name(), Words.orNull(why)));
        return "redirect:/console/messages/received/" + id;
    }
}
