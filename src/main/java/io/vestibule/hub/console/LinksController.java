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

    /**
     * What a person decides.
     *
     * @param seen the client that the page showed, null for none
     * @param remove no client any more: what was shown because of the link is shown to no client
     */
    record Correction(
            @Nullable String seen,
            @Nullable String clientId,
            @Nullable Boolean remove) {

        boolean removes() {
            return Boolean.TRUE.equals(remove);
        }

        @Nullable
        ClientId before() {
            return id(seen);
        }

        @Nullable
        ClientId after() {
            return removes() ? null : id(clientId);
        }

        private static @Nullable ClientId id(@Nullable String typed) {
            String id = Words.orNull(typed);
            return id == null ? null : new ClientId(id);
        }
    }

    @PostMapping
    String decide(
            @ModelAttribute Links.Key key,
            @ModelAttribute Correction correction,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        Registrations.there(links.look(key));
        redirect.addFlashAttribute(Notice.MODEL, decided(key, correction, viewer.name()));
        return "redirect:"
                + UriComponentsBuilder.fromPath("/console/links/{connection}/{kind}")
                        .queryParam("externalId", "{externalId}")
                        .encode()
                        .buildAndExpand(key.connection(), key.kind(), key.externalId())
                        .toUriString();
    }

    private List<Notice> decided(Links.Key key, Correction correction, String person) {
        ClientId client = correction.after();
        if (client == null && !correction.removes()) {
            return Notice.problem("problems.choose-client");
        }
        LinkDecisions.Decision decision = decisions.decide(key, correction.before(), client, person);
        if (!decision.made()) {
            return Notice.problem("links.overtaken");
        }
        if (client != null) {
            inbox.release(LinkDecisions.holdKey(key), null);
        }
        List<String> refused = decision.refused();
        return refused.isEmpty()
                ? Notice.done(client == null ? "links.removed" : "links.changed")
                : Notice.problem("links.not-moved", refused.size(), refused.getFirst());
    }
}
