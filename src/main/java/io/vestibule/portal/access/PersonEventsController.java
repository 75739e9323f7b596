package io.vestibule.portal.access;

import io.vestibule.platform.security.Role;
import io.vestibule.platform.web.TimelineEntry;
import io.vestibule.platform.web.TimelineEntry.Kind;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page of one person, for those who may change people: who gave which right, and when. Clients read of each other by
 * name, and of the firm as one.
 */
@Controller
@RequestMapping({PeopleController.PORTAL + "/{id}", PeopleController.CONSOLE + "/{id}"})
class PersonEventsController {

    private static final int SHOWN = 50;

    private final People people;
    private final PersonEvents events;
    private final MessageSource words;

    PersonEventsController(People people, PersonEvents events, MessageSource words) {
        this.people = people;
        this.events = events;
        this.words = words;
    }

    @GetMapping
    ModelAndView one(Access access, @PathVariable UUID id, HttpServletRequest request) {
        Person person = people.find(access, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        if (!access.mayChangePeopleOf(person.clientId())) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        List<TimelineEntry> entries =
                events.latest(access, id, SHOWN).stream().map(this::entry).toList();
        ModelAndView page = new ModelAndView("portal/access/person");
        page.addObject("person", person)
                .addObject("rights", rights(person.rights()))
                .addObject("entries", entries)
                .addObject("full", entries.size() == SHOWN);
        String base = PeopleController.base(request);
        UUID client = base.equals(PeopleController.CONSOLE) ? person.clientId() : null;
        return page.addObject("base", base).addObject("list", client == null ? base : base + "?client=" + client);
    }

    private TimelineEntry entry(PersonEvent event) {
        String did = word(
                "person.event." + event.what().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                shown(event, event.former()),
                shown(event, event.present()));
        return TimelineEntry.fact("event-" + event.id(), Kind.FACT, who(event), did, event.at());
    }

    private String who(PersonEvent event) {
        String name = event.byName();
        if (name == null) {
            return word("request.by.firm");
        }
        return switch (event.byKind()) {
            case PERSON -> name;
            case PEER -> word("person.event.by.peer", name);
            case SYSTEM -> word("person.event.by.system");
        };
    }

    private String shown(PersonEvent event, @Nullable String value) {
        if (value == null) {
            return "";
        }
        return switch (event.what()) {
            case ADDRESS_ADDED, ADDRESS_REMOVED -> value;
            default -> rights(value);
        };
    }

    /** @param rights as {@link Person#rights} writes them */
    private String rights(String rights) {
        String[] parts = rights.split(" ", -1);
        Role role = Role.valueOf(parts[0]);
        String name = word(PeopleController.roleKey(role));
        boolean withInvoices = !role.isInternal() && parts.length > 1 && Boolean.parseBoolean(parts[1]);
        return withInvoices ? word("person.event.with-billing", name) : name;
    }

    private String word(String key, Object... arguments) {
        return words.getMessage(key, arguments, Locale.UK);
    }
}
