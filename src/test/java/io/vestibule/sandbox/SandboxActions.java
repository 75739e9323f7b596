package io.vestibule.sandbox;

import static org.awaitility.Awaitility.await;

import io.vestibule.support.MailServer;
import io.vestibule.support.TestMail;
import io.vestibule.support.vendors.SimulatedHubSpot;
import io.vestibule.support.vendors.SimulatedXero;
import io.vestibule.support.vendors.SimulatedXero.NewInvoice;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.stereotype.Component;

/**
 * The six buttons: each does at a client's mail program or at a vendor what a person would do there, then waits until
 * the effect is in the portal. None of them touches hub or portal directly.
 */
@Component
class SandboxActions {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Map<String, String> STAGE_TO_STATUS =
            Map.of("contractsent", "in-progress", "decisionmakerboughtin", "waiting-on-client", "closedwon", "done");
    private static final Map<String, String> NEXT_STAGE =
            Map.of("contractsent", "decisionmakerboughtin", "decisionmakerboughtin", "closedwon");

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.UK).withZone(ZoneOffset.UTC);

    private final MailServer mails;
    private final LatestMails latest;
    private final SimulatedXero xero;
    private final SimulatedHubSpot hubSpot;
    private final PortalEffects portal;
    private final Clock clock;
    private Instant lastStamp = Instant.EPOCH;

    SandboxActions(
            MailServer mails,
            LatestMails latest,
            SimulatedXero xero,
            SimulatedHubSpot hubSpot,
            PortalEffects portal,
            Clock clock) {
        this.mails = mails;
        this.latest = latest;
        this.xero = xero;
        this.hubSpot = hubSpot;
        this.portal = portal;
        this.clock = clock;
    }

    /** What came of a button. {@code path} leads to where it shows; {@code seen} is false when nothing did yet. */
    record Effect(String text, String path, boolean seen) implements Serializable {}

    Effect clientWrites() {
        var subject = "Question about our VAT return, " + stamp();
        mails.send(TestMail.from("Tom Client <" + SandboxWorld.acme().email() + ">")
                .to(SandboxWorld.MAILBOX)
                .subject(subject)
                .text("Hello,\n\ndo you still need our October receipts?\n\nThank you\nTom"));
        return seen(() -> portal.request(subject), "The mail became request %s of Acme Ltd.", "/portal/requests/%s");
    }

    Effect clientReplies() {
        var tom = SandboxWorld.acme().email();
        if (latest.newest(tom, "REQ-").isEmpty()) {
            clientWrites();
            await().atMost(PATIENCE).until(() -> latest.newest(tom, "REQ-").isPresent());
        }
        var answered = latest.newest(tom, "REQ-").orElseThrow();
        var words = "Here is one more thing, " + stamp();
        mails.send(TestMail.from("Tom Client <" + tom + ">")
                .to(answered.replyTo())
                .subject("Re: " + answered.subject())
                .replyingTo(answered.messageId())
                .text(words + ".\n\nTom\n\nOn Monday, " + SandboxWorld.FIRM + " wrote:\n> " + answered.subject()));
        return seen(
                () -> portal.commented(words),
                "The reply became a comment on %s; the quoted text is folded away.",
                "/portal/requests/%s");
    }

    Effect invoiceArrives() {
        var number = nextNumber();
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        xero.addInvoice(
                SandboxWorld.FIRM_TENANT,
                new NewInvoice(
                        SandboxWorld.acme().contact(),
                        number,
                        new BigDecimal("480.00"),
                        "GBP",
                        today,
                        today.plusDays(14)));
        return seen(
                () -> portal.invoice(number, "open"),
                "Xero told of invoice " + number + "; Acme Ltd sees it.",
                "/portal/invoices/%s");
    }

    Effect invoiceIsPaid() {
        if (unpaid().isEmpty()) {
            invoiceArrives();
        }
        var id = unpaid().orElseThrow();
        xero.payInvoice(SandboxWorld.FIRM_TENANT, id);
        var number =
                xero.invoice(SandboxWorld.FIRM_TENANT, id).path("InvoiceNumber").asText();
        return seen(
                () -> portal.invoice(number, "paid"),
                "Invoice " + number + " is paid, says Xero.",
                "/portal/invoices/%s");
    }

    Effect dealMoves() {
        var deal = deal();
        var next = nextStage();
        hubSpot.change("deals", deal, "dealstage", next);
        var status = STAGE_TO_STATUS.getOrDefault(next, "");
        return seen(
                () -> portal.linked(SandboxWorld.HUBSPOT_CONNECTION, deal, status),
                "The deal moved to " + next + ", so request %s moved too.",
                "/portal/requests/%s");
    }

    Effect slaRunsOut() {
        var mia = SandboxWorld.COMPANIES.get(1);
        var subject = "Payroll is blocked, " + stamp();
        mails.send(TestMail.from(mia.person() + " <" + mia.email() + ">")
                .to(SandboxWorld.MAILBOX)
                .subject(subject)
                .text("Nobody can be paid today. Please call me."));
        return seen(
                () -> portal.request(subject),
                "%s must be answered within 20 s. Leave it alone and watch the mails to "
                        + SandboxWorld.CONTRIBUTOR.email() + ": one before that time, one after.",
                "/portal/requests/%s");
    }

    /** The oldest deal that is marked for the portal. */
    String deal() {
        return hubSpot.ids("deals").stream()
                .filter(id -> hubSpot.property("deals", id, SandboxWorld.MARKER).equals("true"))
                .findFirst()
                .orElseThrow();
    }

    String nextStage() {
        return NEXT_STAGE.getOrDefault(hubSpot.property("deals", deal(), "dealstage"), "contractsent");
    }

    /** The newest invoice of Acme in the firm's ledger that is still open. */
    Optional<String> unpaid() {
        List<String> ids = xero.invoiceIds(SandboxWorld.FIRM_TENANT);
        return ids.reversed().stream()
                .filter(id -> xero.invoice(SandboxWorld.FIRM_TENANT, id)
                        .path("Status")
                        .asText()
                        .equals("AUTHORISED"))
                .filter(id -> xero.invoice(SandboxWorld.FIRM_TENANT, id)
                        .path("contactId")
                        .asText()
                        .equals(SandboxWorld.acme().contact()))
                .findFirst();
    }

    private Effect seen(Supplier<Optional<String>> look, String text, String path) {
        var start = clock.instant();
        try {
            var found = await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(look::get, Optional::isPresent)
                    .orElseThrow();
            var seconds = Duration.between(start, clock.instant()).toMillis() / 1000.0;
            return new Effect(text.formatted(found) + " It took " + seconds + " s.", path.formatted(found), true);
        } catch (ConditionTimeoutException e) {
            return new Effect(
                    "Nothing shows in the portal yet. The console's messages tell where it is.",
                    "/console/messages",
                    false);
        }
    }

    /** Ledgers number on from their highest. */
    private String nextNumber() {
        var highest = xero.invoiceIds(SandboxWorld.FIRM_TENANT).stream()
                .map(id -> xero.invoice(SandboxWorld.FIRM_TENANT, id)
                        .path("InvoiceNumber")
                        .asText())
                .filter(number -> number.matches("INV-\\d{1,9}"))
                .mapToInt(number -> Integer.parseInt(number.substring(4)))
                .max();
        return "INV-" + (highest.orElse(2040) + 1);
    }

    /** Tells the presses of a button apart; two within a second are not the same. */
    private synchronized String stamp() {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        lastStamp = now.isAfter(lastStamp) ? now : lastStamp.plusSeconds(1);
        return STAMP.format(lastStamp);
    }
}
