package io.vestibule.hub.console;

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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What waits for a decision, what was refused and what died, split by who owns the next step; a held message is given to a
 * client here and then applied, and what is nothing of ours is put away. Deliveries are put away by the
 * {@link PutAwayController}.
 */
@Controller
@RequestMapping(ProblemsController.BASE)
class ProblemsController {

    static final String BASE = "/console/problems";

    static final int PAGE = 25;

    private final InboxRows received;
    private final Deliveries deliveries;
    private final HeldMessages held;
    private final RowLinks links;

    ProblemsController(InboxRows received, Deliveries deliveries, HeldMessages held, RowLinks links) {
        this.received = received;
        this.deliveries = deliveries;
        this.held = held;
        this.links = links;
    }

    /** A choice of the page's menus. @param key names it in the messages */
    record Tab(String key, String url, long count, boolean shown) {}

    /** What is asked for. @param owner null = everybody's */
    private record Asked(@Nullable Owner owner, String list, Set<String> reasons) {

        String url() {
            return ProblemsController.url(owner, list);
        }
    }

    /** One list of one owner at a time. An address that asks for neither opens what is the firm's to fix. */
    @GetMapping
    String problems(
            @RequestParam(required = false) @Nullable String owner,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Long before,
            Model model) {
        ProblemCounts counts = ProblemCounts.of(received, deliveries);
        Owner whose =
                owner == null && state == null ? counts.firstOwner().orElse(null) : Words.constant(Owner.class, owner);
        List<String> lists = counts.lists(whose);
        String list =
                state != null && ProblemCounts.isList(state) ? state : lists.isEmpty() ? "held" : lists.getFirst();
        Asked asked = new Asked(whose, list, counts.reasons(whose, list));
        model.addAttribute("firmCount", counts.of(Owner.FIRM));
        model.addAttribute("othersCount", counts.of(null) - counts.of(Owner.FIRM));
        model.addAttribute("owners", owners(counts, whose));
        model.addAttribute(
                "lists",
                lists.stream()
                        .map(one -> new Tab(one, url(whose, one), counts.of(whose, one), one.equals(list)))
                        .toList());
        Long next = rows(asked, before, model);
        model.addAttribute("newest", before == null ? null : asked.url());
        model.addAttribute("olderUrl", next == null ? null : asked.url() + "&before=" + next);
        return "hub/console/problems";
    }

    private static List<Tab> owners(ProblemCounts counts, @Nullable Owner shown) {
        List<Tab> owners = new ArrayList<>();
        for (Owner owner : Owner.values()) {
            String address = BASE + "?owner=" + Words.key(owner);
            owners.add(new Tab(Words.key(owner), address, counts.of(owner), owner == shown));
        }
        owners.add(new Tab("all", BASE + "?owner=all", counts.of(null), shown == null));
        return owners;
    }

    static String url(@Nullable Owner owner, String list) {
        return BASE + "?owner=" + key(owner) + "&state=" + list;
    }

    private static String key(@Nullable Owner owner) {
        return owner == null ? "all" : Words.key(owner);
    }

    /** The cursor of the next page, null on the last. A list without reasons is empty. */
    private @Nullable Long rows(Asked asked, @Nullable Long before, Model model) {
        model.addAttribute("received", List.of());
        model.addAttribute("unsent", List.of());
        if (asked.reasons().isEmpty()) {
            return null;
        }
        return ProblemCounts.isSent(asked.list()) ? sent(asked, before, model) : received(asked, before, model);
    }

    private @Nullable Long received(Asked asked, @Nullable Long before, Model model) {
        InboxState state = InboxState.valueOf(ProblemCounts.state(asked.list()).toUpperCase(Locale.ROOT));
        InboxRows.Filter filter = InboxRows.Filter.of(state, asked.reasons());
        InboxRows.Page page = received.search(filter, before, PAGE);
        model.addAttribute("received", page.rows());
        model.addAttribute("choices", held.choices(page.rows()));
        model.addAttribute("links", links.ofRefused(page.rows()));
        model.addAttribute("clients", state == InboxState.HELD ? held.clients() : Map.of());
        return page.next();
    }

    private @Nullable Long sent(Asked asked, @Nullable Long before, Model model) {
        OutboxState state =
                OutboxState.valueOf(ProblemCounts.state(asked.list()).toUpperCase(Locale.ROOT));
        OutboxFilter filter = OutboxFilter.of(state, asked.reasons());
        Deliveries.Page page = deliveries.search(filter, before, PAGE);
        model.addAttribute("unsent", page.rows());
        model.addAttribute(
                "putAway",
                state == OutboxState.HELD
                        ? null
                        : new PutAwayController.Choice(key(asked.owner()), asked.list(), before, null));
        return page.next();
    }

    /** Gives a held message to a client (and one of its people); all that wait for the same answer go with it. */
    @PostMapping("/{id}/assignment")
    String assign(
            @PathVariable long id,
            @ModelAttribute ClientAnswer answer,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        InboxRow row = Registrations.there(received.find(id));
        redirect.addFlashAttribute(
                Notice.MODEL, held.decide(answer, viewer.name(), assignment -> held.assign(row, assignment)));
        Stuck.handOn(Stuck.listOf(row), redirect);
        return "redirect:/console/messages/received/" + id;
    }

    /** Lets in as it is what is held for the doubt that the person saw; all that wait for the same answer go with it. */
    @PostMapping("/{id}/admission")
    String letIn(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String doubt,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        InboxRow row = Registrations.there(received.find(id));
        redirect.addFlashAttribute(Notice.MODEL, held.letIn(row, doubt, viewer.name()));
        Stuck.handOn(Stuck.listOf(row), redirect);
        return "redirect:/console/messages/received/" + id;
    }

    /** Refuses a mail, or puts away what is nothing of ours, alone or with all that wait for the same answer. */
    @PostMapping("/{id}/dismissal")
    String dismiss(
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(required = false) @Nullable String why,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        InboxRow row = Registrations.there(received.find(id));
        redirect.addFlashAttribute(Notice.MODEL, held.dismiss(row, all, viewer.name(), Words.orNull(why)));
        Stuck.handOn(Stuck.listOf(row), redirect);
        return "redirect:/console/messages/received/" + id;
    }
}
