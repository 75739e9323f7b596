package io.vestibule.portal.invoice;

import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.InvoiceFacts;
import io.vestibule.portal.contract.InvoiceStatus;
import java.time.Instant;
import java.util.UUID;

/**
 * An invoice of a client.
 *
 * @param origin what it is called where it came from
 * @param seenAt when the source last said that it is like this
 */
public record Invoice(
        UUID id,
        UUID clientId,
        String clientName,
        ExternalId origin,
        InvoiceFacts facts,
        long version,
        Instant seenAt,
        Instant changedAt) {

    /** Some ledgers leave an amount on what is void or paid, and what the firm owes its client is negative. */
    public boolean isToBePaid() {
        return facts.status() == InvoiceStatus.OPEN
                && facts.amountDue().amount().signum() > 0;
    }

    public String path() {
        return "/portal/invoices/" + id;
    }
}
