package io.vestibule.portal.access;

import io.vestibule.platform.web.FormErrors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** The page behind the set-up link. */
@Controller
class SetUpController {

    private final SetUp setUp;
    private final Sessions sessions;

    SetUpController(SetUp setUp, Sessions sessions) {
        this.setUp = setUp;
        this.sessions = sessions;
    }

    /** What the first administrator types. */
    record SetUpForm(String name, String email, String newPassword) {

        SetUpForm {
            name = name == null ? "" : name.strip();
            email = email == null ? "" : email.strip();
            newPassword = newPassword == null ? "" : newPassword;
        }

        FormErrors errors() {
            FormErrors errors = new FormErrors();
            if (name.isBlank()) {
                errors.add("name", "person.refused.name-missing");
            }
            if (!People.isAddress(email)) {
                errors.add("email", "person.refused.not-an-address");
            }
            String weakness = Passwords.weakness(newPassword, email);
            return weakness == null ? errors : errors.add("newPassword", weakness);
        }
    }

    @GetMapping("/set-up/{token}")
    ModelAndView form(@PathVariable String token) {
        return page(token, new SetUpForm("", "", ""), null);
    }

    @PostMapping("/set-up/{token}")
    ModelAndView create(
            @PathVariable String token,
            @ModelAttribute SetUpForm form,
            HttpServletRequest request,
            HttpServletResponse response) {
        FormErrors errors = form.errors();
        if (!errors.isEmpty()) {
            return page(token, form, errors);
        }
        Optional<Person> admin = setUp.create(token, form.name(), form.email(), form.newPassword());
        if (admin.isEmpty()) {
            return page(token, form, null);
        }
        sessions.begin(admin.get(), request, response);
        return new ModelAndView("redirect:/console");
    }

    private ModelAndView page(String token, SetUpForm form, @Nullable FormErrors errors) {
        boolean works = setUp.works(token);
        HttpStatus refused = works ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.GONE;
        ModelAndView page = new ModelAndView("portal/access/set-up", works && errors == null ? HttpStatus.OK : refused);
        page.addObject("token", token).addObject("works", works).addObject("form", form);
        return page.addObject("errors", errors);
    }
}
