package io.vestibule.portal.invoice.web;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.ClientNames;
import io.vestibule.portal.contract.InvoiceStatus;
import io.vestibule.portal.invoice.Invoice;
import io.vestibule.portal.invoice.InvoiceFilter;
import io.vestibule.portal.invoice.InvoicePage;
import io.vestibule.portal.invoice.Invoices;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/** Invoices as their ledger tells them; nobody edits them here. */
@Controller
class InvoiceController {

    private static final int PAGE = 25;

    private final Invoices invoices;
    private final ClientNames clientNames;
    private final Clock clock;

    InvoiceController(Invoices invoices, ClientNames clientNames, Clock clock) {
        this.invoices = invoices;
        this.clientNames = clientNames;
        this.clock = clock;
    }

    @GetMapping("/portal/invoices")
    String list(
            Access access,
            @RequestParam(defaultValue = "all") String show,
            @RequestParam(required = false) @Nullable UUID client,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        if (!access.seesInvoices()) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        UUID chosen = access.everyClient() ? client : null;
        InvoiceFilter filter = filter(show, chosen);
        InvoicePage page = invoices.page(access, filter, cursor, PAGE);
        model.addAttribute("invoices", page.invoices())
                .addAttribute("count", invoices.count(access, filter))
                .addAttribute("totals", invoices.totals(access, new InvoiceFilter(Set.of(), chosen, false)))
                .addAttribute("show", show)
                .addAttribute("client", chosen)
                .addAttribute("clients", access.everyClient() ? clientNames.clientNames(access) : Map.of())
                .addAttribute("newest", cursor == null ? null : address(show, chosen, null))
                .addAttribute("older", page.nextCursor() == null ? null : address(show, chosen, page.nextCursor()))
                .addAttribute("today", today());
        return "portal/invoice/list";
    }

    @GetMapping("/portal/invoices/{id}")
    String show(Access access, @PathVariable UUID id, Model model) {
        Invoice invoice =
                invoices.find(access, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("invoice", invoice)
                .addAttribute("facts", invoice.facts())
                .addAttribute("internal", access.isInternal())
                .addAttribute("today", today());
        return "portal/invoice/invoice";
    }

    private static InvoiceFilter filter(String show, @Nullable UUID client) {
        return switch (show) {
            case "open" -> new InvoiceFilter(Set.of(InvoiceStatus.OPEN), client, false);
            case "overdue" -> new InvoiceFilter(Set.of(), client, true);
            case "paid" -> new InvoiceFilter(Set.of(InvoiceStatus.PAID), client, false);
            default -> new InvoiceFilter(Set.of(), client, false);
        };
    }

    private static String address(String show, @Nullable UUID client, @Nullable String cursor) {
        UriComponentsBuilder address =
                UriComponentsBuilder.fromPath("/portal/invoices").queryParam("show", "{show}");
        if (client != null) {
            address.queryParam("client", client);
        }
        if (cursor != null) {
            address.queryParam("cursor", "{cursor}");
        }
        return address.encode()
                .buildAndExpand(Map.of("show", show, "cursor", cursor == null ? "" : cursor))
                .toUriString();
    }

    /** Due dates carry no zone; the store counts by UTC's day too. */
    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
