package io.vestibule.hub.console;

import io.vestibule.hub.outbox.Deliveries;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxRow;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Puts deliveries away that failed for good and need nothing any more: one on its page, or those that are chosen in a list
 * of problems.
 */
@Controller
@RequestMapping("/console/messages/sent")
class PutAwayController {

    private final Outbox outbox;
    private final Deliveries deliveries;

    PutAwayController(Outbox outbox, Deliveries deliveries) {
        this.outbox = outbox;
        this.deliveries = deliveries;
    }

    @PostMapping("/{id}/dismissal")
    String one(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String why,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        OutboxRow row = Registrations.there(deliveries.find(id));
        redirect.addFlashAttribute(Notice.MODEL, putAway(List.of(id), viewer.name(), why));
        Stuck.handOn(Stuck.listOf(row), redirect);
        return "redirect:/console/messages/sent/" + id;
    }

    /**
     * The list in which they were chosen, and why they are put away.
     *
     * @param before cursor of the page of the list, null for its first
     */
    record Choice(
            @Nullable String owner,
            @Nullable String state,
            @Nullable Long before,
            @Nullable String why) {

        String url(boolean samePage) {
            String list = state != null && ProblemCounts.isList(state) ? state : ProblemCounts.SENT + "dead";
            String first = ProblemsController.url(Words.constant(Owner.class, owner), list);
            return samePage && before != null ? first + "&before=" + before : first;
        }
    }

    /** @param delivery ids of the chosen ones */
    @PostMapping("/dismissals")
    String several(
            @RequestParam(defaultValue = "") List<Long> delivery,
            @ModelAttribute Choice choice,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        // More than a page shows nobody has seen
        boolean decided = !delivery.isEmpty() && delivery.size() <= ProblemsController.PAGE;
        if (decided) {
            redirect.addFlashAttribute(Notice.MODEL, putAway(delivery, viewer.name(), choice.why()));
        } else {
            redirect.addFlashAttribute(
                    Notice.MODEL,
                    delivery.isEmpty()
                            ? Notice.problem("problems.choose-first")
                            : Notice.problem("problems.choose-fewer", ProblemsController.PAGE));
            redirect.addFlashAttribute("why", Objects.requireNonNullElse(choice.why(), ""));
        }
        return "redirect:" + choice.url(!decided);
    }

    /** What to tell the person. */
    private List<Notice> putAway(List<Long> ids, String person, @Nullable String why) {
        long done = ids.stream()
                .filter(id -> outbox.putAway(id, person, Words.orNull(why)))
                .count();
        List<Notice> notices = new ArrayList<>();
        if (done > 0) {
            notices.addAll(Notice.done("problems.put-away", done));
        }
        if (done < ids.size()) {
            notices.addAll(Notice.problem("problems.no-longer-failed", ids.size() - done));
        }
        return notices;
    }
}
