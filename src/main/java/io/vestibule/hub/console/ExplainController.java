package io.vestibule.hub.console;

import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.mail.Rehearsal;
import io.vestibule.hub.mail.explain.ExplainMail;
import io.vestibule.hub.mail.mailbox.Mailbox;
import io.vestibule.hub.mail.mailbox.MailboxSettings;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.mail.parse.HeaderScan;
import io.vestibule.platform.security.Viewer;
import io.vestibule.platform.web.FormErrors;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Shows what is read in a mail that an admin uploads, and what intake would do with it and why; stores nothing. */
@Controller
@RequestMapping("/console/explain")
class ExplainController {

    private final Rehearsals rehearsals;
    private final Mailboxes mailboxes;
    private final MailboxSettings settings;
    private final Clock clock;

    ExplainController(Rehearsals rehearsals, Mailboxes mailboxes, MailboxSettings settings, Clock clock) {
        this.rehearsals = rehearsals;
        this.mailboxes = mailboxes;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping
    String ask(@AuthenticationPrincipal Viewer viewer, Model model) {
        Admins.require(viewer);
        return page(null, new FormErrors(), model);
    }

    @PostMapping
    String explain(
            @RequestParam(name = "files", required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String mailbox,
            Model model)
            throws IOException {
        FormErrors errors = new FormErrors();
        if (file == null || file.isEmpty()) {
            errors.add("files", "explain.error.file");
        } else if (file.getSize() > settings.maxSize().toBytes()) {
            errors.add(
                    "files",
                    "explain.error.size",
                    Long.toString(settings.maxSize().toMegabytes()));
        } else {
            explain(Objects.requireNonNullElse(file.getOriginalFilename(), ""), file.getBytes(), mailbox, model);
        }
        return page(mailbox, errors, model);
    }

    private String page(@Nullable String mailbox, FormErrors errors, Model model) {
        Map<String, String> names = new LinkedHashMap<>();
        mailboxes.enabled().forEach(one -> names.put(one.name(), one.name()));
        model.addAttribute("mailboxes", names);
        model.addAttribute("mailbox", mailbox);
        model.addAttribute("errors", errors);
        return "hub/console/explain";
    }

    private void explain(String name, byte[] raw, @Nullable String mailbox, Model model) {
        Map<String, Object> fields = ExplainMail.fields(name.replaceAll("\\.\\w{1,5}$", ""), raw);
        fields.keySet().removeAll(Set.of("intake", "why"));
        model.addAttribute("fields", fields);
        Optional<Rehearsal.Outcome> outcome = rehearsals.of(message(raw, mailbox), raw);
        model.addAttribute("foretold", outcome.map(rehearsals::foretold).orElse(null));
        model.addAttribute("tooLong", outcome.isEmpty());
    }

    /** As if it had come into the mailbox now: behind all others. */
    private InboxMessage message(byte[] raw, @Nullable String wanted) {
        HeaderScan header = HeaderScan.of(raw);
        Optional<Mailbox> mailbox = mailboxes.enabled().stream()
                .filter(one -> one.name().equals(wanted))
                .findFirst()
                .or(() -> mailboxes.enabled().stream().findFirst());
        String name = mailbox.map(Mailbox::name).orElse("mail");
        return new InboxMessage(
                Long.MAX_VALUE,
                "mail",
                name,
                mailbox.map(Mailbox::address).orElse(""),
                header.externalId(),
                name,
                "mail",
                header.threadRoot(),
                0,
                null,
                raw.length,
                Map.of("message-id", header.messageId()),
                clock.instant(),
                1,
                0,
                null,
                Map.of(),
                UUID.randomUUID(),
                null);
    }
}
