package io.vestibule.portal.access;

import io.vestibule.platform.web.Notice;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.access.PersonChange.Reason;
import io.vestibule.portal.access.PersonChange.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Further addresses of a client's people, on their page in the console; {@link PersonAddresses} says who may. */
@Controller
@RequestMapping(PeopleController.CONSOLE + "/{id}/addresses")
class PersonAddressesController {

    private final PersonAddresses addresses;
    private final People people;

    PersonAddressesController(PersonAddresses addresses, People people) {
        this.addresses = addresses;
        this.people = people;
    }

    /**
     * What was typed and refused, for its field on the page.
     *
     * @param error message key
     */
    record Typed(UUID person, String email, String error) implements Serializable {

        private static final long serialVersionUID = 1L;
    }

    @PostMapping
    String add(
            Access access,
            @PathVariable UUID id,
            @RequestParam String email,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        PersonChange change = addresses.add(access, id, email);
        redirect.addFlashAttribute(Notice.MODEL, notice(change, "people.address-added"));
        String page = list(access, id, request);
        if (change instanceof Refused no) {
            redirect.addFlashAttribute("typed", new Typed(id, email, words(no.reason())));
            return page + "#person-" + id;
        }
        return page;
    }

    @PostMapping("/{address}/removal")
    String remove(
            Access access,
            @PathVariable UUID id,
            @PathVariable UUID address,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        PersonChange change = addresses.remove(access, id, address);
        redirect.addFlashAttribute(Notice.MODEL, notice(change, "people.address-removed"));
        return list(access, id, request);
    }

    private String list(Access access, UUID id, HttpServletRequest request) {
        UUID client = people.find(access, id).map(Person::clientId).orElse(null);
        return "redirect:" + ListPart.of(request).url(PeopleController.CONSOLE, client);
    }

    private static List<Notice> notice(PersonChange change, String done) {
        return switch (change) {
            case Changed changed -> Notice.done(done, changed.person().name());
            case Refused no -> {
                PeopleController.turnAway(no.reason());
                yield Notice.problem(words(no.reason()));
            }
        };
    }

    /** Who invites somebody is told whom to ask; an admin of the firm is told what to do. */
    private static String words(Reason reason) {
        return reason == Reason.DOMAIN_OF_ANOTHER_CLIENT
                ? "people.address-of-another-client"
                : PeopleController.key(reason);
    }
}
