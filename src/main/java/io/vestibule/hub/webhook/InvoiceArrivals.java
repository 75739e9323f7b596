package io.vestibule.hub.webhook;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertInvoice;
import io.vestibule.hub.canonical.InvoiceFacts;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Resource;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Brings an invoice of a ledger into the portal; older news than the portal has changes nothing. */
@Component
class InvoiceArrivals {

    private static final int UPSERT = 1;
    private static final String OTHER_CLIENT = "belongs-to-another-client";

    private final PortalGateway portal;

    InvoiceArrivals(PortalGateway portal) {
        this.portal = portal;
    }

    Handling take(Arrival arrival, InvoiceFacts facts) {
        Instant given = arrival.command().sourceUpdatedAt();
        UpsertInvoice command = new UpsertInvoice(arrival.client(), facts);
        return switch (arrival.execute(portal, UPSERT, command, given == null ? facts.updatedAt() : given)) {
            case Answer.Applied applied ->
                applied(arrival, applied.resource(), "Invoice %s is %s".formatted(facts.number(), status(facts)));
            case Answer.Duplicate duplicate ->
                applied(arrival, duplicate.resource(), "Invoice %s is still as known".formatted(facts.number()));
            case Answer.Stale stale ->
                new Handling.Ignored("stale", "The portal has newer news of invoice %s.".formatted(facts.number()));
            case Answer.Refused refused -> refused(arrival, refused);
        };
    }

    /** Names the invoice that is another client's: its link is what may have to be corrected. */
    private Handling refused(Arrival arrival, Answer.Refused refused) {
        return refused.reason().equals(OTHER_CLIENT)
                ? new Handling.Refused(
                        OTHER_CLIENT,
                        refused.detail(),
                        portal.invoiceByOrigin(arrival.origin())
                                .map(invoice -> new ObjectRef("invoice", invoice.id()))
                                .orElse(null))
                : Arrival.refused(refused);
    }

    private static Handling applied(Arrival arrival, Resource invoice, String result) {
        return new Handling.Applied(
                result, "invoice", invoice.id(), arrival.client().value());
    }

    private static String status(InvoiceFacts facts) {
        return switch (facts.status()) {
            case HIDDEN -> "a draft, shown to nobody";
            case OPEN -> "open";
            case PAID -> "paid";
            case VOID -> "void";
        };
    }
}
