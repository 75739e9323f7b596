package io.vestibule.hub.console;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.inbox.HeldGroups;
import io.vestibule.hub.webhook.LinkDecisions;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.Notice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The vendors' contacts and companies: those that stand for no client yet, with what waits for each, and those that people
 * decided about, with who said so.
 */
@Controller
@RequestMapping(LinkListController.BASE)
class LinkListController {

    static final String BASE = "/console/links";

    private static final int PAGE = 25;
    private static final String WAITING = "waiting";
    private static final String DECIDED = "decided";

    private final HeldGroups groups;
    private final Links links;
    private final HeldMessages held;

    LinkListController(HeldGroups groups, Links links, HeldMessages held) {
        this.groups = groups;
        this.links = links;
        this.held = held;
    }

    /**
     * What the address asks for; without a list the one that needs somebody.
     *
     * @param client whose decided links only
     */
    record Asked(
            @Nullable String show,
            @Nullable String text,
            @Nullable String client,
            @Nullable Long before) {

        Asked {
            client = Words.orNull(client);
        }

        String url(String list, @Nullable Long before) {
            return UriComponentsBuilder.fromPath(BASE)
                    .queryParam("show", list)
                    .queryParamIfPresent(
                            "text", Optional.ofNullable(Words.orNull(text)).map(some -> "{text}"))
                    .queryParamIfPresent("client", Optional.ofNullable(client).map(some -> "{client}"))
                    .queryParamIfPresent("before", Optional.ofNullable(before))
                    .encode()
                    .buildAndExpand(Map.of("text", text == null ? "" : text, "client", client == null ? "" : client))
                    .toUriString();
        }
    }

    /** A record of a vendor that no client is known for. */
    record Unlinked(Links.Key key, String label, HeldGroups.Group group) {}

    @GetMapping
    String list(@ModelAttribute("asked") Asked asked, Model model) {
        long waiting = groups.count(LinkDecisions.HOLD_KEY);
        boolean decided = DECIDED.equals(asked.show()) || (asked.show() == null && waiting == 0);
        Map<String, String> clients = held.clients();
        model.addAttribute("waiting", waiting);
        model.addAttribute("show", decided ? DECIDED : WAITING);
        model.addAttribute("clients", clients);
        Long next = decided ? decided(asked, clients, model) : waiting(asked, model);
        String list = decided ? DECIDED : WAITING;
        model.addAttribute("newest", asked.before() == null ? null : asked.url(list, null));
        model.addAttribute("olderUrl", next == null ? null : asked.url(list, next));
        return "hub/console/links";
    }

    private @Nullable Long waiting(Asked asked, Model model) {
        HeldGroups.Page page = groups.page(LinkDecisions.HOLD_KEY, asked.before(), PAGE);
        model.addAttribute(
                "unlinked",
                page.groups().stream()
                        .flatMap(group -> unlinked(group).stream())
                        .toList());
        return page.next();
    }

    private Optional<Unlinked> unlinked(HeldGroups.Group group) {
        return LinkDecisions.linkOf(group.newest().holdKey())
                .map(key ->
                        new Unlinked(key, links.look(key).map(Links.Link::label).orElse(key.externalId()), group));
    }

    private @Nullable Long decided(Asked asked, Map<String, String> clients, Model model) {
        String text = Words.orNull(asked.text());
        Links.Search search = new Links.Search(
                text,
                text == null ? List.of() : named(clients, text),
                asked.client() == null ? null : new ClientId(asked.client()));
        Links.Page page = links.decided(search, asked.before(), PAGE);
        model.addAttribute("links", page.links());
        model.addAttribute("found", links.countDecided(search));
        model.addAttribute("searched", text != null || asked.client() != null);
        return page.next();
    }

    /** Ids of the clients in whose names the text stands. */
    private static List<String> named(Map<String, String> clients, String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return clients.entrySet().stream()
                .filter(client -> client.getValue().toLowerCase(Locale.ROOT).contains(wanted))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Says whose a record is that waits in the list; it goes on at once. */
    @PostMapping
    String decide(
            @ModelAttribute Links.Key key,
            @ModelAttribute ClientAnswer answer,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        Registrations.there(links.look(key));
        redirect.addFlashAttribute(
                Notice.MODEL, held.decide(answer, viewer.name(), assignment -> held.link(key, assignment)));
        return "redirect:" + BASE + "?show=" + WAITING;
    }
}
