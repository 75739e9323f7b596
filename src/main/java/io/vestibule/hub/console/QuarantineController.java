package io.vestibule.hub.console;

import io.vestibule.hub.inbox.HeldCensus;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.inbox.PayloadStore;
import io.vestibule.hub.mail.parse.HeaderScan;
import io.vestibule.hub.mail.quarantine.Quarantine;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
 * All held mails by cause and mailbox, several of which can be let in or refused at once; whose one is, is said on its own
 * page, which each leads to.
 */
@Controller
@RequestMapping(QuarantineController.BASE)
class QuarantineController {

    static final String BASE = "/console/quarantine";

    private static final int PAGE = 25;

    /** Enough for the header of nearly every mail. */
    private static final int HEADER = 32 * 1024;

    private final InboxRows received;
    private final HeldCensus census;
    private final PayloadStore payloads;
    private final Quarantine quarantine;
    private final HeldMessages held;

    QuarantineController(
            InboxRows received, HeldCensus census, PayloadStore payloads, Quarantine quarantine, HeldMessages held) {
        this.received = received;
        this.census = census;
        this.payloads = payloads;
        this.quarantine = quarantine;
        this.held = held;
    }

    /** What the address asks for; every part may be missing. */
    record Asked(
            @Nullable String cause,
            @Nullable String mailbox,
            @Nullable Long before) {

        /** Whether it asks for a part of the mails only. */
        public boolean filters() {
            return Words.orNull(cause) != null || Words.orNull(mailbox) != null;
        }

        InboxRows.Filter filter() {
            Set<String> causes = Words.orNull(cause) == null ? Set.of() : Set.of(cause);
            return new InboxRows.Filter(
                    Set.of(InboxState.HELD), causes, "mail", Words.orNull(mailbox), null, null, null, null);
        }

        String url(@Nullable Long from) {
            return UriComponentsBuilder.fromPath(BASE)
                    .queryParamIfPresent(
                            "cause", Optional.ofNullable(Words.orNull(cause)).map(some -> "{cause}"))
                    .queryParamIfPresent(
                            "mailbox",
                            Optional.ofNullable(Words.orNull(mailbox)).map(some -> "{mailbox}"))
                    .queryParamIfPresent("before", Optional.ofNullable(from))
                    .encode()
                    .buildAndExpand(values())
                    .toUriString();
        }

        private Map<String, String> values() {
            return Map.of("cause", cause == null ? "" : cause, "mailbox", mailbox == null ? "" : mailbox);
        }
    }

    /** @param subject null where none is stated */
    record HeldMail(
            InboxRow row, @Nullable String from, @Nullable String subject, Instant endsAt) {}

    @GetMapping
    String list(@ModelAttribute("asked") Asked asked, Model model) {
        List<HeldCensus.Count> counts = census.of("mail", Duration.ZERO, Duration.ZERO);
        InboxRows.Page page = received.search(asked.filter(), asked.before(), PAGE);
        model.addAttribute(
                "waiting", counts.stream().mapToLong(HeldCensus.Count::count).sum());
        model.addAttribute("causes", sums(counts, true));
        model.addAttribute("mailboxes", sums(counts, false));
        model.addAttribute("mails", mails(page.rows()));
        model.addAttribute("newest", asked.before() == null ? null : asked.url(null));
        model.addAttribute("olderUrl", page.next() == null ? null : asked.url(page.next()));
        return "hub/console/quarantine";
    }

    private static Map<String, Long> sums(List<HeldCensus.Count> counts, boolean byReason) {
        return counts.stream()
                .collect(Collectors.groupingBy(
                        count -> byReason ? count.reason() : count.source(),
                        TreeMap::new,
                        Collectors.summingLong(HeldCensus.Count::count)));
    }

    private List<HeldMail> mails(List<InboxRow> rows) {
        Map<Long, byte[]> headers =
                payloads.beginnings(rows.stream().map(InboxRow::payloadId).toList(), HEADER);
        return rows.stream()
                .map(row -> mail(row, HeaderScan.of(headers.getOrDefault(row.payloadId(), new byte[0]))))
                .toList();
    }

    private HeldMail mail(InboxRow row, HeaderScan header) {
        return new HeldMail(row, header.from(), Words.orNull(header.subject()), quarantine.endsAt(row));
    }

    /**
     * Lets in or refuses the chosen mails.
     *
     * @param mail of each the id and, behind a colon, the reason the person saw it held for
     */
    @PostMapping("/decisions")
    String decide(
            @ModelAttribute Asked asked,
            @RequestParam(defaultValue = "") List<String> mail,
            @ModelAttribute Decision decision,
            @AuthenticationPrincipal Viewer viewer,
            RedirectAttributes redirect) {
        redirect.addFlashAttribute(Notice.MODEL, decided(mail, decision, viewer.name()));
        boolean nothingDone = mail.isEmpty() || (decision.isOpen() && mail.size() <= PAGE);
        if (nothingDone) {
            redirect.addFlashAttribute("chosen", new ArrayList<>(mail));
            redirect.addFlashAttribute("why", Objects.requireNonNullElse(decision.why(), ""));
        }
        return "redirect:" + asked.url(nothingDone ? asked.before() : null);
    }

    private List<Notice> decided(List<String> mail, Decision decision, String person) {
        if (mail.isEmpty()) {
            return Notice.problem("quarantine.choose-first");
        }
        if (decision.isOpen()) {
            return Notice.problem("quarantine.press-one");
        }
        // More than a page shows nobody has seen
        return mail.size() > PAGE
                ? Notice.problem("quarantine.choose-fewer", PAGE)
                : done(mail.stream().flatMap(one -> chosen(one).stream()).toList(), decision, person);
    }

    /** @param verdict {@code let-in} or {@code refuse}; empty when neither button was pressed, but Enter in a field */
    record Decision(@Nullable String verdict, @Nullable String why) {

        boolean isOpen() {
            return Words.orNull(verdict) == null;
        }
    }

    /** Empty when it is no longer held for what the person saw. */
    private Optional<InboxRow> chosen(String mail) {
        String[] parts = mail.split(":", 2);
        return parts.length == 2 && parts[0].matches("\\d{1,18}")
                ? received.find(Long.parseLong(parts[0]))
                        .filter(row -> row.state() == InboxState.HELD && parts[1].equals(row.reason()))
                : Optional.empty();
    }

    private List<Notice> done(List<InboxRow> chosen, Decision decision, String person) {
        List<Notice> notices = new ArrayList<>();
        if ("refuse".equals(decision.verdict())) {
            long refused = chosen.stream()
                    .filter(row -> held.refuseAlone(row, person, Words.orNull(decision.why())))
                    .count();
            notices.addAll(Notice.done("quarantine.refused", refused));
        } else if ("let-in".equals(decision.verdict())) {
            long in = chosen.stream()
                    .filter(row -> held.letInAlone(row, String.valueOf(row.reason()), person))
                    .count();
            notices.addAll(Notice.done("quarantine.let-in", in));
            if (in < chosen.size()) {
                notices.addAll(Notice.problem("quarantine.whose-first", chosen.size() - in));
            }
        }
        return notices;
    }
}
