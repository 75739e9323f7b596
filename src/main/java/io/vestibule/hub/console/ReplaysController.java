package io.vestibule.hub.console;

import io.vestibule.hub.control.replay.BulkReplay;
import io.vestibule.hub.control.replay.BulkReplay.Order;
import io.vestibule.hub.control.replay.BulkReplay.Start;
import io.vestibule.hub.control.replay.DryRun;
import io.vestibule.hub.control.replay.ReplayRun;
import io.vestibule.hub.control.replay.ReplayRuns;
import io.vestibule.hub.control.replay.Selection;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.FormErrors;
import io.vestibule.platform.web.Notice;
import io.vestibule.platform.web.TimelineEntry;
import io.vestibule.platform.web.TimelineEntry.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Replays of many messages: what one would do, its start, how far it is, pause and cancel; and all there were. */
@Controller
@RequestMapping("/console/replays")
class ReplaysController {

    private static final int PAGE = 25;

    private final BulkReplay replay;
    private final ReplayRuns runs;
    private final MessageQuery query;
    private final ClientNames clientNames;
    private final MessageSource messages;

    ReplaysController(
            BulkReplay replay, ReplayRuns runs, MessageQuery query, ClientNames clientNames, MessageSource messages) {
        this.replay = replay;
        this.runs = runs;
        this.query = query;
        this.clientNames = clientNames;
        this.messages = messages;
    }

    @GetMapping
    String all(@RequestParam(required = false) @Nullable Long before, Model model) {
        List<ReplayRun> found = runs.list(before, PAGE + 1);
        model.addAttribute("runs", found.subList(0, Math.min(PAGE, found.size())));
        model.addAttribute("newest", before == null ? null : "/console/replays");
        model.addAttribute(
                "olderUrl",
                found.size() <= PAGE
                        ? null
                        : "/console/replays?before=" + found.get(PAGE - 1).id());
        return "hub/console/replays";
    }

    @GetMapping("/new")
    String dryRun(
            @ModelAttribute("filter") MessageFilter filter,
            @ModelAttribute("form") ReplayForm form,
            @AuthenticationPrincipal Viewer viewer,
            Model model,
            RedirectAttributes redirect) {
        Admins.require(viewer);
        return query.understands(filter, form.sent())
                ? dryRun(filter, form, new FormErrors(), model)
                : back(filter, form, "replays.not-understood", redirect);
    }

    private static String back(MessageFilter filter, ReplayForm form, String why, RedirectAttributes redirect) {
        redirect.addFlashAttribute(Notice.MODEL, Notice.problem(why));
        return "redirect:" + filter.address(form.list());
    }

    private String dryRun(MessageFilter filter, ReplayForm form, FormErrors errors, Model model) {
        DryRun look = replay.look(selection(filter, form));
        model.addAttribute("look", look);
        model.addAttribute("tooMany", look.all().taken() > BulkReplay.MOST);
        model.addAttribute("errors", errors);
        model.addAttribute("clients", clientNames.byId());
        model.addAttribute("back", filter.address(form.list()));
        model.addAttribute("minutes", Math.ceilDiv(look.all().taken(), BulkReplay.USUAL));
        return "hub/console/replay-new";
    }

    @PostMapping
    String start(
            @ModelAttribute("filter") MessageFilter filter,
            @ModelAttribute("form") ReplayForm form,
            @AuthenticationPrincipal Viewer viewer,
            Model model,
            RedirectAttributes redirect) {
        if (!query.understands(filter, form.sent())) {
            return back(filter, form, "replays.not-understood", redirect);
        }
        FormErrors errors = form.errors();
        Long upTo = form.upTo();
        if (!errors.isEmpty() || upTo == null) {
            return dryRun(filter, form, errors, model);
        }
        Order order = new Order(
                filter.address(form.list()),
                Objects.requireNonNull(form.reason()).strip(),
                Integer.parseInt(form.rate()),
                viewer.name(),
                upTo);
        return switch (replay.start(selection(filter, form), order)) {
            case Start.Started started -> "redirect:/console/replays/" + started.run();
            case Start.NothingToDo nothing -> back(filter, form, "replays.nothing", redirect);
            case Start.TooMany tooMany -> dryRun(filter, form, errors, model);
        };
    }

    private Selection selection(MessageFilter filter, ReplayForm form) {
        return form.sent() ? new Selection.Sent(query.sent(filter)) : new Selection.Received(query.received(filter));
    }

    @GetMapping("/{id}")
    String one(@PathVariable long id, Model model) {
        ReplayRun run = runs.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("run", run);
        model.addAttribute("outcomes", runs.outcomes(id));
        model.addAttribute("entries", entries(id));
        return "hub/console/replay";
    }

    private List<TimelineEntry> entries(long id) {
        List<TimelineEntry> entries = new ArrayList<>();
        runs.events(id)
                .forEach(event -> entries.add(TimelineEntry.fact(
                        "event-" + entries.size(),
                        Kind.FACT,
                        event.who(),
                        messages.getMessage("replays.did." + event.what(), null, LocaleContextHolder.getLocale()),
                        event.at())));
        return entries;
    }

    @PostMapping("/{id}/state")
    String change(
            @PathVariable long id,
            @RequestParam String state,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        boolean changed = switch (state) {
            case "paused" -> runs.pause(id, viewer.name());
            case "running" -> runs.resume(id, viewer.name());
            case "cancelled" -> runs.cancel(id, viewer.name());
            default -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        };
        if (!changed) {
            redirect.addFlashAttribute(Notice.MODEL, Notice.problem("replays.changed-meanwhile"));
        }
        return "redirect:/console/replays/" + id;
    }
}
