package io.vestibule.portal.access;

import io.vestibule.platform.security.Role;
import io.vestibule.platform.web.FormErrors;
import io.vestibule.platform.web.Notice;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.access.PersonChange.Reason;
import io.vestibule.portal.access.PersonChange.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

/**
 * Who may come in: in the portal a Client Admin's own people, in the console the firm's people and those of every
 * client. One page at two addresses; {@link People} refuses what is out of reach.
 */
@Controller
@RequestMapping({PeopleController.PORTAL, PeopleController.CONSOLE})
class PeopleController {

    static final String PORTAL = "/portal/people";
    static final String CONSOLE = "/console/people";

    private static final int PAGE = 100;

    private final People people;
    private final PeopleLists lists;
    private final PersonAddresses addresses;
    private final ClientNames clientNames;
    private final OwnedRequests ownedRequests;
    private final AccessMails mails;
    private final MessageSource words;

    PeopleController(
            People people,
            PeopleLists lists,
            PersonAddresses addresses,
            ClientNames clientNames,
            OwnedRequests ownedRequests,
            AccessMails mails,
            MessageSource words) {
        this.people = people;
        this.lists = lists;
        this.addresses = addresses;
        this.clientNames = clientNames;
        this.ownedRequests = ownedRequests;
        this.mails = mails;
        this.words = words;
    }

    /**
     * What is typed to invite somebody, or to change what they may do.
     *
     * @param seen the rights that the page showed; not sent by who did not look
     */
    record InviteForm(
            String name,
            String email,
            @Nullable Role role,
            @Nullable Boolean billing,
            @Nullable String seen) {

        static final InviteForm EMPTY = new InviteForm("", "", null, false, null);

        InviteForm {
            name = name == null ? "" : name;
            email = email == null ? "" : email;
            billing = Boolean.TRUE.equals(billing);
        }

        /** A browser sends nothing for a box that is not ticked. */
        boolean seesInvoices() {
            return Boolean.TRUE.equals(billing);
        }
    }

    @GetMapping
    ModelAndView list(
            Access access, @RequestParam(required = false) @Nullable UUID client, HttpServletRequest request) {
        if (access.isInternal() && base(request).equals(PORTAL)) {
            return new ModelAndView("redirect:" + CONSOLE);
        }
        return page(access, client(access, client), InviteForm.EMPTY, null, request);
    }

    @PostMapping
    ModelAndView invite(
            Access access,
            @RequestParam(required = false) @Nullable UUID client,
            @ModelAttribute InviteForm form,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        UUID chosen = client(access, client);
        Role role = form.role();
        if (role == null) {
            return refused(access, chosen, form, Reason.ROLE_OUT_OF_REACH, request);
        }
        Invitation invitation = new Invitation(chosen, form.name(), form.email(), role, form.seesInvoices());
        return switch (people.invite(access, invitation)) {
            case Refused no -> refused(access, chosen, form, no.reason(), request);
            case Changed invited -> {
                redirect.addFlashAttribute(Notice.MODEL, invitation(invited.person(), access.who()));
                yield back(request, chosen);
            }
        };
    }

    private List<Notice> invitation(Person invited, String by) {
        return mails.sendInvitation(invited, by)
                ? Notice.done("people.invited", invited.email())
                : Notice.problem("people.invited-without-mail", invited.name(), mails.door());
    }

    @PostMapping("/{id}/role")
    ModelAndView changeRole(
            Access access,
            @PathVariable UUID id,
            @ModelAttribute InviteForm form,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        Role role = form.role();
        Optional<Person> now = people.find(access, id);
        if (form.seen() != null
                && now.isPresent()
                && !form.seen().equals(now.get().rights())) {
            redirect.addFlashAttribute(
                    Notice.MODEL, Notice.problem("people.overtaken", now.get().name()));
            return back(request, now.get().clientId());
        }
        PersonChange change = role == null
                ? new Refused(Reason.ROLE_OUT_OF_REACH)
                : people.changeRole(access, id, role, form.seesInvoices());
        return answer(change, "people.role-changed", request, redirect);
    }

    @PostMapping("/{id}/admission")
    ModelAndView admit(Access access, @PathVariable UUID id, HttpServletRequest request, RedirectAttributes redirect) {
        return answer(people.admit(access, id), "people.admitted", request, redirect);
    }

    @PostMapping("/{id}/deactivation")
    ModelAndView deactivate(
            Access access, @PathVariable UUID id, HttpServletRequest request, RedirectAttributes redirect) {
        return answer(people.deactivate(access, id), "people.deactivated", request, redirect);
    }

    @PostMapping("/{id}/activation")
    ModelAndView activate(
            Access access, @PathVariable UUID id, HttpServletRequest request, RedirectAttributes redirect) {
        return answer(people.activate(access, id), "people.activated", request, redirect);
    }

    private ModelAndView answer(
            PersonChange change, String done, HttpServletRequest request, RedirectAttributes redirect) {
        return switch (change) {
            case Changed changed -> {
                redirect.addFlashAttribute(
                        Notice.MODEL, Notice.done(done, changed.person().name()));
                yield back(request, changed.person().clientId());
            }
            case Refused no -> {
                turnAway(no.reason());
                redirect.addFlashAttribute(Notice.MODEL, Notice.problem(key(no.reason())));
                yield back(request, null);
            }
        };
    }

    /** What another person's admin, or nobody, may ask for is no mistake in a form. */
    static void turnAway(Reason reason) {
        if (reason == Reason.NOT_FOUND) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        if (reason == Reason.NOT_ALLOWED) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
    }

    private ModelAndView refused(
            Access access, @Nullable UUID client, InviteForm form, Reason reason, HttpServletRequest request) {
        turnAway(reason);
        String field = switch (reason) {
            case NAME_MISSING -> "name";
            case ROLE_OUT_OF_REACH -> "role";
            default -> "email";
        };
        ModelAndView page = page(access, client, form, new FormErrors().add(field, words(access, reason)), request);
        page.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        return page;
    }

    private ModelAndView page(
            Access access,
            @Nullable UUID client,
            InviteForm form,
            @Nullable FormErrors errors,
            HttpServletRequest request) {
        if (!access.may(Permission.SEE_PEOPLE)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        ModelAndView page = new ModelAndView("portal/access/people");
        addList(access, client, page, request);
        page.addObject("roles", roles(client == null))
                .addObject("client", client)
                .addObject("clients", access.everyClient() ? clientNames.clientNames(access) : Map.of())
                .addObject("mayChange", access.mayChangePeopleOf(client))
                .addObject("addresses", addresses(access, client))
                .addObject("mayChangeAddresses", PersonAddresses.mayChange(access, client))
                .addObject("self", access.personId())
                .addObject("owned", client == null ? ownedRequests.openByOwner(access) : Map.of())
                .addObject("base", base(request));
        return page.addObject("form", form).addObject("errors", errors);
    }

    private void addList(Access access, @Nullable UUID client, ModelAndView page, HttpServletRequest request) {
        String base = base(request);
        ListPart part = ListPart.of(request);
        PeopleLists.Page listed = lists.page(access, part.wanted(client), part.after(), PAGE);
        UUID next = listed.next();
        page.addObject("people", listed.people())
                .addObject("count", lists.count(access, part.wanted(client)))
                .addObject("waiting", lists.waiting(access, client))
                .addObject("part", part)
                .addObject("all", ListPart.ALL.url(base, client))
                .addObject(
                        "first", part.after() == null ? null : part.from(null).url(base, client))
                .addObject("next", next == null ? null : part.from(next).url(base, client));
    }

    /** By person. */
    private Map<UUID, List<PersonAddress>> addresses(Access access, @Nullable UUID client) {
        return client == null
                ? Map.of()
                : addresses.ofClient(access, client).stream().collect(Collectors.groupingBy(PersonAddress::personId));
    }

    /** In the portal the own client whatever the address says; in the console the chosen one, null for the firm. */
    private static @Nullable UUID client(Access access, @Nullable UUID chosen) {
        return access.everyClient() ? chosen : access.clientId();
    }

    private Map<String, String> roles(boolean internal) {
        Set<Role> offered = EnumSet.allOf(Role.class);
        offered.removeIf(role -> role.isInternal() != internal);
        Map<String, String> names = new LinkedHashMap<>();
        offered.forEach(role -> names.put(role.name(), words.getMessage(roleKey(role), null, Locale.UK)));
        return names;
    }

    static String roleKey(Role role) {
        return "role." + role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whose an address is at another client is for the firm only: a client's admin reads the same words for both. */
    private static String words(Access access, Reason reason) {
        return key(reason == Reason.ADDRESS_TAKEN && !access.everyClient() ? Reason.DOMAIN_OF_ANOTHER_CLIENT : reason);
    }

    static String key(Reason reason) {
        return "person.refused." + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String base(HttpServletRequest request) {
        return request.getRequestURI().startsWith(CONSOLE) ? CONSOLE : PORTAL;
    }

    private static ModelAndView back(HttpServletRequest request, @Nullable UUID client) {
        return new ModelAndView("redirect:" + ListPart.of(request).url(base(request), client));
    }
}
