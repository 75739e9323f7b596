package io.vestibule.portal.request.web;

import io.vestibule.platform.web.FormErrors;
import io.vestibule.platform.web.Notice;
import io.vestibule.platform.web.TimelineEntry;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Outcome.Refused;
import io.vestibule.portal.request.RelocationPlan.Impossible;
import io.vestibule.portal.request.RelocationPlan.Possible;
import io.vestibule.portal.request.Request;
import io.vestibule.portal.request.RequestEntry;
import io.vestibule.portal.request.Requests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Staff mark entries of a request, look at what letting them go elsewhere does, and do it. */
@Controller
@RequestMapping("/portal/requests/{number:REQ-\\d+}/relocation")
class RelocationController {

    private final Requests requests;
    private final People people;
    private final ConversationLines lines;
    private final MessageSource words;

    RelocationController(Requests requests, People people, ConversationLines lines, MessageSource words) {
        this.requests = requests;
        this.people = people;
        this.lines = lines;
        this.words = words;
    }

    /** An entry that can be marked. */
    record Markable(UUID id, TimelineEntry line) {}

    @GetMapping
    ModelAndView mark(Access access, @PathVariable String number, @ModelAttribute("form") RelocationForm form) {
        return page(access, find(access, number), form, null);
    }

    /** What it would do; nothing is done yet. */
    @PostMapping("/look")
    ModelAndView look(Access access, @PathVariable String number, @ModelAttribute("form") RelocationForm form) {
        return look(access, find(access, number), form, null);
    }

    @PostMapping
    ModelAndView relocate(
            Access access,
            @PathVariable String number,
            @ModelAttribute("form") RelocationForm form,
            RedirectAttributes redirect) {
        Request request = find(access, number);
        Outcome outcome = requests.relocate(access, request.id(), form.wanted());
        if (outcome instanceof Refused no) {
            Answers.turnAway(no);
            return look(access, request, form, no);
        }
        Applied applied = (Applied) outcome;
        redirect.addFlashAttribute(
                Notice.MODEL,
                form.goal().equals(RelocationForm.MERGE)
                        ? Notice.done(
                                "relocation.merged", number, applied.resource().number())
                        : Notice.done(
                                "relocation.done",
                                form.entries().size(),
                                applied.resource().number()));
        return new ModelAndView("redirect:" + applied.resource().path());
    }

    /** A merged request is one of its own again. */
    @PostMapping("/undo")
    String undo(
            Access access,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") long version,
            RedirectAttributes redirect) {
        Request request = find(access, number);
        Answers.note(requests.undoMerge(access, request.id(), version), "relocation.undone", redirect);
        return "redirect:" + request.path();
    }

    /** @param refused why it was not done, null = it was not tried */
    private ModelAndView look(Access access, Request request, RelocationForm form, @Nullable Refused refused) {
        return switch (requests.planRelocation(access, request.id(), form.wanted())) {
            case Impossible no -> {
                Answers.turnAway(no.why());
                yield page(access, request, form, no.why());
            }
            case Possible plan -> {
                ModelAndView page = new ModelAndView("portal/request/relocation-look")
                        .addObject("request", request)
                        .addObject("plan", plan)
                        .addObject("entries", lines.of(plan.entries(), true));
                String field = plan.gaining().isEmpty() ? "effects" : "agreed";
                yield refused == null ? page : withErrors(page, field, refused);
            }
        };
    }

    private static ModelAndView withErrors(ModelAndView page, String field, Refused refused) {
        page.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        return page.addObject("errors", new FormErrors().add(field, "notice.refused", refused.detail()));
    }

    /** @param refused why it can't be done, null = nothing was asked for yet */
    private ModelAndView page(Access access, Request request, RelocationForm form, @Nullable Refused refused) {
        List<Markable> markable = markable(access, request);
        ModelAndView page = new ModelAndView("portal/request/relocation")
                .addObject("request", request)
                .addObject("markable", markable)
                .addObject("requesters", requesters(access, request));
        // Somebody else may have merged it or moved its entries meanwhile: then the form is gone that it is about
        boolean gone =
                form.goal().equals(RelocationForm.MERGE) ? request.state().mergedInto() != null : markable.isEmpty();
        return refused == null ? page : withErrors(page, gone ? "request" : form.field(), refused);
    }

    private List<Markable> markable(Access access, Request request) {
        return requests.timelineOutline(access, request.id()).stream()
                .filter(entry -> entry.kind() == RequestEntry.Kind.COMMENT)
                .map(entry ->
                        new Markable(entry.id(), lines.of(List.of(entry), true).getFirst()))
                .toList();
    }

    private Map<String, String> requesters(Access access, Request request) {
        Map<String, String> requesters = new LinkedHashMap<>();
        requesters.put("", words.getMessage("relocation.requester.first", null, Locale.UK));
        people.ofClient(access, request.clientId()).stream()
                .filter(Person::active)
                .forEach(person -> requesters.put(person.id().toString(), person.name()));
        return requesters;
    }

    private Request find(Access access, String number) {
        Request request =
                requests.find(access, number).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        if (!access.may(Permission.REARRANGE)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        return request;
    }
}
