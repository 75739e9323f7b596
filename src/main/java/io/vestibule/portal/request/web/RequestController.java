package io.vestibule.portal.request.web;

import io.vestibule.platform.web.FormErrors;
import io.vestibule.platform.web.Notice;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Refused;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.Assignment;
import io.vestibule.portal.request.Request;
import io.vestibule.portal.request.Requests;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One request: its conversation and what can be done with it. Another client's request is not there. */
@Controller
@RequestMapping("/portal/requests/{number:REQ-\\d+}")
class RequestController {

    private final Requests requests;
    private final RequestView view;
    private final Uploads uploads;
    private final Clock clock;

    RequestController(Requests requests, RequestView view, Uploads uploads, Clock clock) {
        this.requests = requests;
        this.view = view;
        this.uploads = uploads;
        this.clock = clock;
    }

    /**
     * What is typed on the page.
     *
     * @param text a comment
     * @param note an internal note
     * @param awaitAnswer staff: the client is to answer
     */
    record WordsForm(
            String text,
            String note,
            @Nullable Boolean awaitAnswer,
            @Nullable List<MultipartFile> files) {

        WordsForm {
            text = text == null ? "" : text;
            note = note == null ? "" : note;
        }

        String words(Visibility visibility) {
            return visibility == Visibility.INTERNAL ? note : text;
        }

        String field(Visibility visibility) {
            return visibility == Visibility.INTERNAL ? "note" : "text";
        }
    }

    /**
     * @param before where the stretch of the conversation ends; the latest without
     * @param entry an entry that a link leads to
     */
    @GetMapping
    ModelAndView show(
            Access access,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(required = false) @Nullable String entry) {
        return blank(view.page(access, find(access, number), before, entry));
    }

    private static ModelAndView blank(ModelAndView page) {
        return page.addObject("form", new WordsForm("", "", false, null));
    }

    /**
     * Asked every few seconds while the page is open. Without news nothing is sent, so that what was unfolded stays so.
     *
     * @return null: answered with 204
     */
    @GetMapping(params = "seen")
    @Nullable
    ModelAndView showNews(
            Access access,
            @PathVariable String number,
            @ModelAttribute("shown") RequestView.Shown shown,
            HttpServletResponse response) {
        Request request = find(access, number);
        String mark = requests.timelineMark(access, request.id());
        if (shown.seen().equals(mark)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        ModelAndView page = view.news(access, request, shown, mark);
        if (page == null) {
            // More than fits: the whole page anew
            response.setHeader("HX-Refresh", "true");
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        return blank(page);
    }

    @PostMapping("/comments")
    ModelAndView comment(
            Access access,
            @PathVariable String number,
            @ModelAttribute("form") WordsForm form,
            RedirectAttributes redirect) {
        return say(access, find(access, number), form, Visibility.PUBLIC, redirect);
    }

    @PostMapping("/notes")
    ModelAndView note(
            Access access,
            @PathVariable String number,
            @ModelAttribute("form") WordsForm form,
            RedirectAttributes redirect) {
        return say(access, find(access, number), form, Visibility.INTERNAL, redirect);
    }

    @PostMapping("/status")
    String changeStatus(
            Access access, @PathVariable String number, @RequestParam RequestStatus to, RedirectAttributes redirect) {
        Request request = find(access, number);
        Outcome outcome = requests.changeStatus(access, request.id(), to, Cause.PORTAL);
        Answers.note(outcome, "request.status.changed", redirect);
        return "redirect:" + request.path();
    }

    /** @param seen who had it when the page was made; not sent by who did not look */
    record AssignmentForm(
            @Nullable UUID owner,
            @Nullable String team,
            @Nullable String seen) {

        Assignment assignment() {
            return new Assignment(owner, team == null || team.isBlank() ? null : team.strip());
        }
    }

    @PostMapping("/assignment")
    String assign(
            Access access,
            @PathVariable String number,
            @ModelAttribute AssignmentForm form,
            RedirectAttributes redirect) {
        Request request = find(access, number);
        if (form.seen() != null && !form.seen().equals(held(request))) {
            redirect.addFlashAttribute(Notice.MODEL, Notice.problem("request.assign.overtaken"));
            return "redirect:" + request.path();
        }
        Answers.note(requests.assign(access, request.id(), form.assignment()), "request.assigned", redirect);
        return "redirect:" + request.path();
    }

    /** As the page has it. */
    private static String held(Request request) {
        Party owner = request.state().owner();
        String team = request.state().team();
        return (owner == null ? "" : owner.id()) + " " + (team == null ? "" : team);
    }

    @PostMapping("/privacy")
    String setPrivate(
            Access access,
            @PathVariable String number,
            @RequestParam(defaultValue = "false") boolean confidential,
            RedirectAttributes redirect) {
        Request request = find(access, number);
        Outcome outcome = requests.setConfidential(access, request.id(), confidential);
        Answers.note(outcome, confidential ? "request.made-private" : "request.made-open", redirect);
        return "redirect:" + request.path();
    }

    @PostMapping("/participants")
    String addParticipant(
            Access access,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable UUID person,
            RedirectAttributes redirect) {
        Request request = find(access, number);
        if (person == null) {
            redirect.addFlashAttribute(Notice.MODEL, Notice.problem("request.participant.nobody"));
            return "redirect:" + request.path();
        }
        Answers.note(requests.addParticipant(access, request.id(), person), "request.participant.added", redirect);
        return "redirect:" + request.path();
    }

    @PostMapping("/participants/{person}/removal")
    String removeParticipant(
            Access access, @PathVariable String number, @PathVariable UUID person, RedirectAttributes redirect) {
        Request request = find(access, number);
        Answers.note(requests.removeParticipant(access, request.id(), person), "request.participant.removed", redirect);
        return "redirect:" + request.path();
    }

    @PostMapping("/onlookers")
    String decideOnlooker(
            Access access,
            @PathVariable String number,
            @RequestParam String email,
            @RequestParam(defaultValue = "false") boolean admitted,
            RedirectAttributes redirect) {
        Request request = find(access, number);
        Outcome outcome = requests.decide(access, request.id(), email, admitted);
        Answers.note(outcome, admitted ? "request.participant.added" : "request.onlooker.struck", redirect);
        return "redirect:" + request.path();
    }

    @PostMapping("/participants/{person}/mails")
    String setMailing(
            Access access,
            @PathVariable String number,
            @PathVariable UUID person,
            @RequestParam(defaultValue = "false") boolean mailed,
            RedirectAttributes redirect) {
        Request request = find(access, number);
        Party participant = new Party(Party.Kind.CONTACT, person.toString(), null, null);
        Outcome outcome = requests.setMailing(access, request.id(), participant, mailed);
        Answers.note(outcome, mailed ? "request.participant.unmuted" : "request.participant.muted", redirect);
        return "redirect:" + request.path();
    }

    private ModelAndView say(
            Access access, Request request, WordsForm form, Visibility visibility, RedirectAttributes redirect) {
        if (!maySay(access, visibility)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        FormErrors errors = new FormErrors();
        uploads.check(form.files(), errors);
        List<String> files = errors.isEmpty() ? uploads.store(access, form.files(), errors) : List.of();
        if (!errors.isEmpty()) {
            return again(access, request, form, errors);
        }
        Comment comment = new Comment(
                Party.system("portal"), // the store puts in the person that asks
                visibility,
                form.words(visibility),
                null,
                files,
                Channel.PORTAL,
                clock.instant());
        Outcome outcome = requests.comment(access, request.id(), comment, Cause.PORTAL);
        if (outcome instanceof Refused no) {
            Answers.turnAway(no);
            return again(access, request, form, errors.add(form.field(visibility), "notice.refused", no.detail()));
        }
        boolean internal = visibility == Visibility.INTERNAL;
        redirect.addFlashAttribute(Notice.MODEL, Notice.done(internal ? "request.note.saved" : "request.comment.sent"));
        if (Boolean.TRUE.equals(form.awaitAnswer()) && !internal && access.isInternal()) {
            Answers.note(
                    requests.changeStatus(access, request.id(), RequestStatus.WAITING_ON_CLIENT, Cause.PORTAL),
                    "request.comment.sent-waiting",
                    redirect);
        }
        return new ModelAndView("redirect:" + request.path());
    }

    /** Asked before files are looked at and stored for nothing; the store asks again. */
    private static boolean maySay(Access access, Visibility visibility) {
        return access.may(Permission.WRITE)
                && (visibility == Visibility.PUBLIC || access.may(Permission.INTERNAL_NOTES));
    }

    private ModelAndView again(Access access, Request request, WordsForm form, FormErrors errors) {
        ModelAndView page = view.page(access, request, null, null);
        page.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        return page.addObject("form", form).addObject("errors", errors);
    }

    private Request find(Access access, String number) {
        return requests.find(access, number).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
