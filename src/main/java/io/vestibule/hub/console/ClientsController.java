package io.vestibule.hub.console;

import io.vestibule.hub.canonical.CanonicalCommand;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.Connections;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.hub.gateway.PortalGateway.ContactView;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.mail.AskedForNews;
import io.vestibule.hub.mail.UndeliverableAddresses;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.FormErrors;
import io.vestibule.platform.web.Notice;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

/**
 * The clients of the firm: who they are, by which domains and people their mail is known, who looks after them. The
 * portal keeps them; this page asks and commands it through the gateway like everything else in the hub.
 */
@Controller
@RequestMapping(ClientList.BASE)
class ClientsController {

    private static final int PAGE = 100;

    private final PortalGateway gateway;
    private final Connections connections;
    private final Links links;
    private final Mailboxes mailboxes;
    private final UndeliverableAddresses undeliverable;
    private final AskedForNews asked;
    private final MailChoices mailChoices;
    private final MessageSource messages;

    ClientsController(
            PortalGateway gateway,
            Connections connections,
            Links links,
            Mailboxes mailboxes,
            UndeliverableAddresses undeliverable,
            AskedForNews asked,
            MailChoices mailChoices,
            MessageSource messages) {
        this.gateway = gateway;
        this.connections = connections;
        this.links = links;
        this.mailboxes = mailboxes;
        this.undeliverable = undeliverable;
        this.asked = asked;
        this.mailChoices = mailChoices;
        this.messages = messages;
    }

    @GetMapping
    String list(
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable String after,
            Model model) {
        List<ClientView> all = gateway.clients();
        String searched = Words.orNull(text);
        ClientList list = ClientList.of(all, searched, after, PAGE);
        model.addAttribute("total", all.size());
        model.addAttribute("clients", list.clients());
        model.addAttribute("found", list.found());
        model.addAttribute("text", searched);
        model.addAttribute("first", after == null ? null : ClientList.url(searched, null));
        model.addAttribute("next", list.next());
        return "hub/console/clients";
    }

    @GetMapping("/new")
    String blank(@AuthenticationPrincipal Viewer viewer, Model model) {
        Admins.require(viewer);
        return form(model, ClientForm.empty(), null, null);
    }

    @PostMapping
    String create(@ModelAttribute ClientForm form, Model model, RedirectAttributes redirect) {
        FormErrors errors = check(form);
        if (errors.isEmpty()) {
            Answer answer = send(form.command(null));
            if (answer instanceof Answer.Applied applied) {
                redirect.addFlashAttribute(Notice.MODEL, Notice.done("clients.created"));
                return "redirect:/console/clients/" + applied.resource().id();
            }
            errors.add("name", "clients.error.refused", words(answer));
        }
        return form(model, form, null, errors);
    }

    @GetMapping("/{id}")
    String one(@PathVariable String id, Model model) {
        ClientView client = find(id);
        return form(model, ClientForm.of(client), client, null);
    }

    @PostMapping("/{id}")
    String change(@PathVariable String id, @ModelAttribute ClientForm form, Model model, RedirectAttributes redirect) {
        ClientView client = find(id);
        FormErrors errors = check(form);
        if (errors.isEmpty()) {
            Answer answer = gateway.execute(new Envelope(key(), form.command(client.id()), null, null, form.version()));
            if (answer instanceof Answer.Applied) {
                redirect.addFlashAttribute(Notice.MODEL, Notice.done("clients.saved"));
                return "redirect:/console/clients/" + id;
            }
            if (answer instanceof Answer.Refused refused && refused.reason().equals("version-moved")) {
                errors.add("name", "clients.error.moved");
                return form(model, form.over(client), client, errors);
            }
            errors.add("name", "clients.error.refused", words(answer));
        }
        return form(model, form, client, errors);
    }

    private FormErrors check(ClientForm form) {
        FormErrors errors = form.check();
        String team = Words.orNull(form.teamAddress());
        if (team != null && mailboxes.isOwn(team)) {
            errors.add("teamAddress", "clients.error.team-is-mailbox", team);
        }
        return errors;
    }

    @PostMapping("/{id}/contacts")
    String addContact(
            @PathVariable String id,
            @ModelAttribute ContactForm contact,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        List<Notice> told = added(find(id), contact, viewer);
        redirect.addFlashAttribute(Notice.MODEL, told);
        if (told.stream().anyMatch(Notice::problem)) {
            redirect.addFlashAttribute("contactEmail", contact.typedEmail());
            redirect.addFlashAttribute("contactName", contact.typedName());
            redirect.addFlashAttribute("contactRole", contact.role());
        }
        return "redirect:/console/clients/" + id;
    }

    private List<Notice> added(ClientView client, ContactForm form, Viewer viewer) {
        String email = form.email();
        if (!ClientForm.isAddress(email)) {
            return Notice.problem("clients.error.address", email);
        }
        Optional<ContactView> known = gateway.sender(email).contacts().stream()
                .filter(contact -> contact.clientId().equals(client.id()) && contact.admitted())
                .findFirst();
        if (known.filter(ContactView::vouched).isPresent()) {
            return Notice.problem(
                    known.get().active() ? "clients.contact-known" : "clients.contact-inactive",
                    known.get().name());
        }
        Answer answer = send(form.command(client.id(), known.isPresent(), viewer));
        return answer instanceof Answer.Applied
                ? Notice.done("clients.contact-added", email)
                : Notice.problem("clients.error.refused", words(answer));
    }

    /** Somebody knows that mail to this contact arrives again. */
    @PostMapping("/{id}/contacts/deliverability")
    String deliverable(@PathVariable String id, @RequestParam String email, RedirectAttributes redirect) {
        find(id);
        redirect.addFlashAttribute(
                Notice.MODEL,
                undeliverable.clear(email)
                        ? Notice.done("clients.contact.deliverable", email)
                        : Notice.problem("clients.contact.not-marked", email));
        return "redirect:/console/clients/" + id;
    }

    private String form(Model model, ClientForm form, @Nullable ClientView client, @Nullable FormErrors errors) {
        model.addAttribute("form", form);
        model.addAttribute("client", client);
        model.addAttribute("errors", errors);
        model.addAttribute("owners", owners());
        model.addAttribute("languages", mailChoices.languages());
        model.addAttribute("contents", mailChoices.contents());
        if (client != null) {
            addContacts(model, gateway.contacts(client.id()));
            model.addAttribute("asked", asked.of(client.id()));
            Links.Page latest = links.decided(Links.Search.of(client.id()), null, PAGE);
            model.addAttribute("links", latest.links());
            model.addAttribute("moreLinks", latest.next() != null);
            model.addAttribute(
                    "connections",
                    connections.all().stream()
                            .filter(connection -> client.id().equals(connection.client()))
                            .toList());
        }
        return "hub/console/client";
    }

    /** Those whom no mail reaches first: somebody has to see to it. */
    private void addContacts(Model model, List<ContactView> contacts) {
        Map<String, UndeliverableAddresses.Mark> marks = undeliverable.of(
                contacts.stream().map(ClientsController::address).toList());
        List<ContactView> shown = contacts.stream()
                .sorted(Comparator.comparing((ContactView contact) -> !marks.containsKey(address(contact)))
                        .thenComparing(contact -> contact.name().toLowerCase(Locale.ROOT)))
                .limit(PAGE)
                .toList();
        model.addAttribute("contacts", shown);
        model.addAttribute("moreContacts", contacts.size() - shown.size());
        model.addAttribute("undeliverable", marks);
    }

    private static String address(ContactView contact) {
        return contact.email().toLowerCase(Locale.ROOT);
    }

    private Map<String, String> owners() {
        Map<String, String> owners = new LinkedHashMap<>();
        owners.put("", messages.getMessage("clients.owner.nobody", null, LocaleContextHolder.getLocale()));
        gateway.people().stream()
                .filter(PortalGateway.PersonView::active)
                .sorted(Comparator.comparing(PortalGateway.PersonView::name))
                .forEach(person -> owners.put(person.id(), person.name()));
        return owners;
    }

    private ClientView find(String id) {
        return gateway.client(new ClientId(id)).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** A click is a command of its own: its key is never seen again. */
    private Answer send(CanonicalCommand command) {
        return gateway.execute(Envelope.of(key(), command));
    }

    private static String key() {
        return "console." + Ids.next();
    }

    private static String words(Answer answer) {
        return answer instanceof Answer.Refused refused ? refused.detail() + " (" + refused.reason() + ")" : "";
    }
}
