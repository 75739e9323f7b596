package io.vestibule.portal.access;

import io.vestibule.platform.web.FormErrors;
import io.vestibule.platform.web.Notice;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The door: ask for a link, come in by a link or a password, choose a new password. */
@Controller
class SignInController {

    private static final String DOOR = "portal/access/sign-in";
    private static final String LINK = "portal/access/link";
    private static final String PASSWORD = "portal/access/password";

    private final SignIn signIn;
    private final Sessions sessions;
    private final ClientNames clientNames;

    SignInController(SignIn signIn, Sessions sessions, ClientNames clientNames) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.clientNames = clientNames;
    }

    @GetMapping("/")
    String start() {
        return "redirect:" + OwnPath.HOME;
    }

    /** @param late a form was sent by somebody who was no longer signed in */
    @GetMapping("/sign-in")
    String door(
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(defaultValue = "false") boolean late,
            Model model) {
        model.addAttribute("to", OwnPath.orHome(to));
        if (late) {
            model.addAttribute(Notice.MODEL, Notice.problem("sign-in.late"));
        }
        return DOOR;
    }

    @PostMapping("/sign-in")
    ModelAndView byPassword(
            @RequestParam String email,
            @RequestParam String password,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Person> person = signIn.byPassword(email, password, request.getRemoteAddr());
        if (person.isPresent()) {
            sessions.begin(person.get(), request, response);
            return new ModelAndView("redirect:" + OwnPath.orHome(to));
        }
        ModelAndView page = new ModelAndView(DOOR, HttpStatus.UNPROCESSABLE_ENTITY);
        page.addObject("to", OwnPath.orHome(to));
        page.addObject("email", email);
        page.addObject("errors", new FormErrors().add("password", "sign-in.password.wrong"));
        return page;
    }

    @PostMapping("/sign-in/links")
    String askForLink(
            @RequestParam String email,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        signIn.askForLink(email, request.getRemoteAddr(), OwnPath.orHome(to));
        redirect.addFlashAttribute("asked", true);
        return "redirect:/sign-in";
    }

    /** Only shows a button: mail scanners open links, and must not sign in or use the link up. */
    @GetMapping("/sign-in/links/{token}")
    ModelAndView lookAtLink(@PathVariable String token) {
        return linkPage(token, signIn.choices(token));
    }

    @PostMapping("/sign-in/links/{token}")
    ModelAndView byLink(
            @PathVariable String token,
            @RequestParam(required = false) @Nullable UUID person,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<SignIn.Welcome> welcome = signIn.byLink(token, person, request.getRemoteAddr());
        if (welcome.isEmpty()) {
            return notLetIn(token, person);
        }
        sessions.begin(welcome.get().person(), request, response);
        return new ModelAndView("redirect:" + welcome.get().returnTo());
    }

    @GetMapping("/sign-in/passwords/{token}")
    ModelAndView passwordForm(@PathVariable String token) {
        return passwordPage(token, null);
    }

    @PostMapping("/sign-in/passwords/{token}")
    ModelAndView setPassword(
            @PathVariable String token,
            @RequestParam String newPassword,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        String weakness = Passwords.weakness(newPassword, "");
        if (weakness != null) {
            return passwordPage(token, new FormErrors().add("newPassword", weakness));
        }
        Optional<Person> person = signIn.setPassword(token, newPassword);
        if (person.isEmpty()) {
            return passwordPage(token, null);
        }
        sessions.endAll(person.get().id());
        sessions.begin(person.get(), request, response);
        redirect.addFlashAttribute(Notice.MODEL, Notice.done("password.set"));
        return new ModelAndView("redirect:" + OwnPath.HOME);
    }

    private ModelAndView passwordPage(String token, @Nullable FormErrors errors) {
        boolean works = signIn.passwordLinkWorks(token);
        ModelAndView page = new ModelAndView(PASSWORD, works && errors == null ? HttpStatus.OK : refused(works));
        page.addObject("token", token).addObject("works", works).addObject("errors", errors);
        return page;
    }

    private ModelAndView linkPage(String token, List<Person> choices) {
        Collection<UUID> clients =
                choices.stream().map(Person::clientId).filter(Objects::nonNull).toList();
        Map<UUID, String> names = clientNames.clientNames(Access.system("sign-in"), clients);
        ModelAndView page = new ModelAndView(LINK, choices.isEmpty() ? HttpStatus.GONE : HttpStatus.OK);
        page.addObject("token", token).addObject("choices", choices).addObject("clientNames", names);
        return page;
    }

    /** While the link still works there were too many tries, or it lets in several people and none of them was chosen. */
    private ModelAndView notLetIn(String token, @Nullable UUID person) {
        List<Person> choices = signIn.choices(token);
        ModelAndView page = linkPage(token, choices);
        if (!choices.isEmpty()) {
            boolean chosen = choices.size() == 1
                    || choices.stream().anyMatch(one -> one.id().equals(person));
            page.setStatus(HttpStatus.UNPROCESSABLE_ENTITY);
            page.addObject(Notice.MODEL, Notice.problem(chosen ? "sign-in.link.too-many" : "sign-in.link.not-chosen"));
        }
        return page;
    }

    private static HttpStatus refused(boolean works) {
        return works ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.GONE;
    }
}
