package io.vestibule.hub.console;

import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.inbox.PayloadStore;
import io.vestibule.hub.outbox.Deliveries;
import io.vestibule.hub.outbox.Outbox;
import io.vestibule.hub.outbox.OutboxFilter;
import io.vestibule.hub.outbox.OutboxRow;
import io.vestibule.hub.outbox.OutboxState;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.Notice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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

/** What came in and what went out: lists, one message's life, its original bytes, and replay. */
@Controller
@RequestMapping("/console/messages")
class MessagesController {

    private static final int PAGE = 50;

    /** Longer originals are cut on the page; the download has all of it. */
    private static final int SHOWN_BYTES = 64 * 1024;

    private final Inbox inbox;
    private final InboxRows received;
    private final PayloadStore payloads;
    private final Outbox outbox;
    private final Deliveries deliveries;
    private final MessageTimeline timeline;
    private final Outcomes outcomes;
    private final HeldMessages held;
    private final MailPage mails;
    private final RowLinks links;
    private final Causes causes;
    private final MessageQuery query;
    private final ClientNames clientNames;
    private final News news;
    private final Reasons reasons;

    MessagesController(
            Inbox inbox,
            InboxRows received,
            PayloadStore payloads,
            Outbox outbox,
            Deliveries deliveries,
            MessageTimeline timeline,
            Outcomes outcomes,
            HeldMessages held,
            MailPage mails,
            RowLinks links,
            Causes causes,
            MessageQuery query,
            ClientNames clientNames,
            News news,
            Reasons reasons) {
        this.inbox = inbox;
        this.received = received;
        this.payloads = payloads;
        this.outbox = outbox;
        this.deliveries = deliveries;
        this.timeline = timeline;
        this.outcomes = outcomes;
        this.held = held;
        this.mails = mails;
        this.links = links;
        this.causes = causes;
        this.query = query;
        this.clientNames = clientNames;
        this.news = news;
        this.reasons = reasons;
    }

    @GetMapping
    String received(@ModelAttribute("filter") MessageFilter filter, Model model) {
        InboxRows.Filter wanted = query.received(filter);
        InboxRows.Page page = received.search(wanted, filter.before(), PAGE);
        model.addAttribute("rows", page.rows());
        model.addAttribute("became", outcomes.of(page.rows()));
        model.addAttribute("direction", "in");
        Map<String, String> states = Words.choices("state", InboxState.values());
        states.put(MessageQuery.OPEN, "state.open");
        model.addAttribute("states", states);
        model.addAttribute("kinds", kinds("mail", "webhook", "feed"));
        times(model, wanted.from(), wanted.to());
        return list(model, filter, "/console/messages", page.next());
    }

    @GetMapping("/sent")
    String sent(@ModelAttribute("filter") MessageFilter filter, Model model) {
        OutboxFilter wanted = query.sent(filter);
        Deliveries.Page page = deliveries.search(wanted, filter.before(), PAGE);
        model.addAttribute("rows", page.rows());
        model.addAttribute("direction", "out");
        model.addAttribute("states", Words.choices("state", OutboxState.values()));
        model.addAttribute("kinds", kinds("mail", "vendor"));
        times(model, wanted.from(), wanted.to());
        return list(model, filter, "/console/messages/sent", page.next());
    }

    /** Message keys by kind, in this order. */
    private static Map<String, String> kinds(String... kinds) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String kind : kinds) {
            keys.put(kind, "messages." + kind);
        }
        return keys;
    }

    private void times(Model model, @Nullable Instant from, @Nullable Instant to) {
        model.addAttribute("from", query.fieldOf(from));
        model.addAttribute("to", query.fieldOf(to));
        model.addAttribute("zone", query.zone().getId());
    }

    private String list(Model model, MessageFilter filter, String path, @Nullable Long older) {
        model.addAttribute("clients", clientNames.byId());
        String direction = String.valueOf(model.getAttribute("direction"));
        model.addAttribute("replayUrl", filter.address("/console/replays/new", Map.of("direction", direction)));
        model.addAttribute("readingsUrl", filter.ofKind("mail").address("/console/readings"));
        model.addAttribute("newest", filter.before() == null ? null : filter.address(path));
        model.addAttribute("olderUrl", older == null ? null : filter.olderThan(path, older));
        return "hub/console/messages";
    }

    @GetMapping("/received/{id}")
    String receivedOne(@PathVariable long id, @AuthenticationPrincipal Viewer viewer, Model model) {
        InboxRow row = inboxRow(id);
        model.addAttribute("row", row);
        name(model, news.of(row), id);
        model.addAttribute("became", outcomes.of(List.of(row)).get(row.id()));
        model.addAttribute("entries", timeline.of(row));
        model.addAttribute("stuck", Stuck.is(row));
        Stuck.addList(Stuck.listOf(row), model);
        mails.add(row, model);
        model.addAttribute("choice", held.choices(List.of(row)).get(row.id()));
        model.addAttribute("clients", row.state() == InboxState.HELD ? held.clients() : Map.of());
        model.addAttribute("link", links.of(row).orElse(null));
        if (Admins.is(viewer)) {
            payloads.find(row.payloadId()).ifPresent(payload -> {
                model.addAttribute("headers", payload.headers());
                model.addAttribute("original", shown(payload.bytes()));
                model.addAttribute("size", (long) payload.bytes().length);
                mails.addWords(row, payload.bytes(), model);
            });
        }
        return "hub/console/message-received";
    }

    @GetMapping("/sent/{id}")
    String sentOne(@PathVariable long id, @AuthenticationPrincipal Viewer viewer, Model model) {
        OutboxRow row = deliveries.find(id).orElseThrow(MessagesController::notFound);
        model.addAttribute("row", row);
        name(model, reasons.purpose(row.draft().purpose()), id);
        model.addAttribute("entries", timeline.of(row));
        model.addAttribute("cause", causes.of(row.draft().source()));
        model.addAttribute("stuck", Stuck.is(row));
        Stuck.addList(Stuck.listOf(row), model);
        if (Admins.is(viewer)) {
            model.addAttribute("original", row.draft().body());
        }
        return "hub/console/message-sent";
    }

    /** The parts of the page's title, by which several open pages are told apart. */
    private static void name(Model model, String name, long id) {
        model.addAttribute("name", name);
        model.addAttribute("number", Long.toString(id));
    }

    /** The bytes as they came, as a download that no browser runs. */
    @GetMapping("/received/{id}/original")
    ResponseEntity<byte[]> original(@PathVariable long id, @AuthenticationPrincipal Viewer viewer) {
        Admins.require(viewer);
        InboxRow row = inboxRow(id);
        PayloadStore.Payload original = payloads.find(row.payloadId()).orElseThrow(MessagesController::notFound);
        String name = row.kind() + "-" + id + (row.kind().equals("mail") ? ".eml" : ".bin");
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .body(original.bytes());
    }

    @PostMapping("/received/{id}/replay")
    String replayReceived(@PathVariable long id, @AuthenticationPrincipal Viewer viewer, RedirectAttributes redirect) {
        Stuck.handOn(received.find(id).flatMap(row -> Stuck.listOf(row)), redirect);
        List<Notice> notice = switch (inbox.replay(id, viewer.name())) {
            case DONE -> Notice.done("messages.replayed");
            case STILL_OPEN -> Notice.problem("messages.still-open");
            case ORIGINAL_GONE -> Notice.problem("messages.original-gone");
        };
        redirect.addFlashAttribute(Notice.MODEL, notice);
        return "redirect:/console/messages/received/" + id;
    }

    /** @param putAway the person saw that it was put away */
    @PostMapping("/sent/{id}/replay")
    String replaySent(
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean putAway,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        Stuck.handOn(deliveries.find(id).flatMap(row -> Stuck.listOf(row)), redirect);
        boolean done = putAway ? outbox.replayPutAway(id, viewer.name()) : outbox.replay(id, viewer.name());
        redirect.addFlashAttribute(
                Notice.MODEL, done ? Notice.done("messages.replayed") : Notice.problem(whyNotAgain(id)));
        return "redirect:/console/messages/sent/" + id;
    }

    private String whyNotAgain(long sent) {
        return deliveries
                .find(sent)
                .filter(row -> row.state() == OutboxState.PUT_AWAY)
                .map(row -> "messages.put-away-meanwhile")
                .orElse("messages.still-open");
    }

    private InboxRow inboxRow(long id) {
        return received.find(id).orElseThrow(MessagesController::notFound);
    }

    /** Bytes that are no UTF-8 show as the replacement sign; the download is exact. */
    private static String shown(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, SHOWN_BYTES), StandardCharsets.UTF_8);
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
