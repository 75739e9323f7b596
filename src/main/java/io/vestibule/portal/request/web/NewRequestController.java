package io.vestibule.portal.request.web;

import io.vestibule.platform.web.FormErrors;
import io.vestibule.platform.web.Notice;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.ClientNames;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Outcome.Refused;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.RequestDraft;
import io.vestibule.portal.request.NewRequest;
import io.vestibule.portal.request.Requests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Opens a request: for oneself, or as staff for a client. */
@Controller
class NewRequestController {

    private final Requests requests;
    private final ClientNames clientNames;
    private final Uploads uploads;
    private final People people;

    NewRequestController(Requests requests, ClientNames clientNames, Uploads uploads, People people) {
        this.people = people;
        this.requests = requests;
        this.clientNames = clientNames;
        this.uploads = uploads;
    }

    /**
     * What is typed.
     *
     * @param requester address of the person asked for; staff only
     */
    record NewRequestForm(
            @Nullable UUID client,
            String requester,
            String subject,
            String text,
            @Nullable Boolean confidential) {

        NewRequestForm {
            requester = requester == null ? "" : requester.strip();
            subject = subject == null ? "" : subject.strip();
            text = text == null ? "" : text;
            confidential = Boolean.TRUE.equals(confidential);
        }

        RequestDraft draft(boolean internal, List<String> files) {
            Party asked =
                    internal && !requester.isEmpty() ? new Party(Party.Kind.CONTACT, null, null, requester) : null;
            return new RequestDraft(subject, text, null, asked, List.of(), files, Channel.PORTAL, null, null);
        }
    }

    @GetMapping("/portal/requests/new")
    ModelAndView form(Access access, @ModelAttribute("form") NewRequestForm form) {
        return page(access, form, null);
    }

    @PostMapping("/portal/requests/new")
    ModelAndView open(
            Access access,
            @ModelAttribute("form") NewRequestForm form,
            @RequestParam(required = false) @Nullable List<MultipartFile> files,
            RedirectAttributes redirect) {
        forWriters(access);
        UUID client = access.everyClient() ? form.client() : access.clientId();
        FormErrors errors = errors(access, form, client, files);
        List<String> stored = errors.isEmpty() ? uploads.store(access, files, errors) : List.of();
        if (!errors.isEmpty() || client == null) {
            return page(access, form, errors);
        }
        RequestDraft draft = form.draft(access.isInternal(), stored);
        Outcome outcome = requests.open(
                access, new NewRequest(client, draft, Boolean.TRUE.equals(form.confidential())), Cause.PORTAL);
        if (outcome instanceof Refused no) {
            Answers.turnAway(no);
            return page(access, form, errors.add("subject", "notice.refused", no.detail()));
        }
        String path = ((Applied) outcome).resource().path();
        redirect.addFlashAttribute(
                Notice.MODEL,
                Notice.done("request.opened", ((Applied) outcome).resource().number()));
        return new ModelAndView("redirect:" + path);
    }

    private FormErrors errors(
            Access access, NewRequestForm form, @Nullable UUID client, @Nullable List<MultipartFile> files) {
        FormErrors errors = new FormErrors();
        if (client == null) {
            errors.add("client", "request.client.missing");
        }
        if (access.everyClient() && client != null && !form.requester().isEmpty()) {
            askedFor(access, client, form.requester()).ifPresent(wrong -> errors.add("requester", wrong));
        }
        if (form.subject().isBlank()) {
            errors.add("subject", "request.subject.missing");
        }
        uploads.check(files, errors);
        return errors;
    }

    /** What speaks against that address, for people: nobody becomes a contact of a client by a slip in the menu above it. */
    private Optional<String> askedFor(Access access, UUID client, String email) {
        return switch (people.standing(access, client, email)) {
            case NOT_AN_ADDRESS -> Optional.of("request.requester.no-address");
            case ELSEWHERE -> Optional.of("request.requester.elsewhere");
            case HERE, NEW -> Optional.empty();
        };
    }

    private static void forWriters(Access access) {
        if (!access.may(Permission.WRITE)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
    }

    private ModelAndView page(Access access, NewRequestForm form, @Nullable FormErrors errors) {
        forWriters(access);
        ModelAndView page = new ModelAndView("portal/request/new");
        page.setStatus(errors == null ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_ENTITY);
        page.addObject("form", form)
                .addObject("errors", errors)
                .addObject("internal", access.isInternal())
                .addObject("clients", access.everyClient() ? clientNames.clientNames(access) : Map.of());
        return page;
    }
}
