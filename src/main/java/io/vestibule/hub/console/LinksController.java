package io.vestibule.hub.console;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.LinkRecords;
import io.vestibule.hub.connection.LinkRecords.LinkRecord;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.webhook.LinkDecisions;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.Notice;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * One link between a vendor's record and a client: what is shown because of it, and putting it right. Whoever corrects it
 * sees first how many invoices and requests go with it.
 */
@Controller
@RequestMapping("/console/links/{connection}/{kind}")
class LinksController {

    private final Links links;
    private final LinkRecords records;
    private final LinkDecisions decisions;
    private final Inbox inbox;
    private final HeldMessages held;

    LinksController(Links links, LinkRecords records, LinkDecisions decisions, Inbox inbox, HeldMessages held) {
        this.links = links;
        this.records = records;
        this.decisions = decisions;
        this.inbox = inbox;
        this.held = held;
    }

    @GetMapping
    String one(@ModelAttribute Links.Key key, Model model) {
        Links.Link link = Registrations.there(links.look(key));
        List<LinkRecord> shown = records.of(key).stream()
                .filter(record -> record.client() != null)
                .toList();
        model.addAttribute("link", link);
        model.addAttribute("clients", held.clients());
        model.addAttribute("invoices", count(shown, "invoice"));
        model.addAttribute("requests", count(shown, "request"));
        model.addAttribute(
                "left",
                shown.stream()
                        .filter(record -> !Objects.equals(record.client(), link.client()))
                        .count());
        model.addAttribute("changes", links.changes(key));
        return "hub/console/link";
    }

    private static long count(List<LinkRecord> shown, String type) {
        return shown.stream()
                .filter(record -> record.object().type().equals(type))
                .count();
    }

    /** Another client; none removes the link: what was shown because of it is shown to no client. */
    @PostMapping
    String decide(
            @ModelAttribute Links.Key key,
            @RequestParam(required = false) @Nullable String clientId,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        Registrations.there(links.look(key));
        String client = Words.orNull(clientId);
        List<String> refused = decisions.decide(key, client == null ? null : new ClientId(client), viewer.name());
        if (client != null) {
            inbox.release(LinkDecisions.holdKey(key), null);
        }
        redirect.addFlashAttribute(
                Notice.MODEL,
                refused.isEmpty()
                        ? Notice.done(client == null ? "links.removed" : "links.changed")
                        : Notice.problem("links.not-moved", refused.size(), refused.getFirst()));
        return "redirect:"
                + UriComponentsBuilder.fromPath("/console/links/{connection}/{kind}")
                        .queryParam("externalId", "{externalId}")
                        .encode()
                        .buildAndExpand(key.connection(), key.kind(), key.externalId())
                        .toUriString();
    }
}
