package io.vestibule.hub.console;

import io.vestibule.hub.console.SecondReadings.SecondReading;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.Notice;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Stored mails read again: what would differ, for one and for a filtered list, before anything is applied. */
@Controller
class SecondReadingsController {

    /** Each of them is read whole. */
    private static final int PAGE = 20;

    private final SecondReadings readings;
    private final InboxRows received;
    private final MessageQuery query;

    SecondReadingsController(SecondReadings readings, InboxRows received, MessageQuery query) {
        this.readings = readings;
        this.received = received;
        this.query = query;
    }

    @GetMapping("/console/readings")
    String many(@ModelAttribute("filter") MessageFilter filter, @AuthenticationPrincipal Viewer viewer, Model model) {
        Admins.require(viewer);
        MessageFilter mails = filter.ofKind("mail");
        InboxRows.Page page = received.search(query.received(mails), filter.before(), PAGE);
        List<SecondReading> read =
                page.rows().stream().flatMap(row -> readings.of(row).stream()).toList();
        model.addAttribute("readings", read);
        model.addAttribute("unread", page.rows().size() - read.size());
        model.addAttribute(
                "different",
                read.stream()
                        .filter(reading -> reading.endsOtherwise() || reading.readsOtherwise())
                        .count());
        model.addAttribute("replayUrl", mails.address("/console/replays/new", Map.of("direction", "in")));
        model.addAttribute("newest", filter.before() == null ? null : mails.address("/console/readings"));
        model.addAttribute("olderUrl", page.next() == null ? null : mails.olderThan("/console/readings", page.next()));
        return "hub/console/readings";
    }

    @GetMapping("/console/messages/received/{id}/reading")
    String one(@PathVariable long id, @AuthenticationPrincipal Viewer viewer, Model model) {
        Admins.require(viewer);
        InboxRow row = Registrations.there(received.find(id));
        model.addAttribute("row", row);
        model.addAttribute("reading", readings.of(row).orElse(null));
        return "hub/console/reading";
    }

    /** Corrects the words of the request that the mail opened. */
    @PostMapping("/console/messages/received/{id}/reading")
    String correct(@PathVariable long id, @AuthenticationPrincipal Viewer viewer, RedirectAttributes redirect) {
        InboxRow row = Registrations.there(received.find(id));
        redirect.addFlashAttribute(Notice.MODEL, readings.correct(row, viewer.name()));
        return "redirect:/console/messages/received/" + id + "/reading";
    }
}
