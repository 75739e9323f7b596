package io.vestibule.portal.contract;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger says of one invoice. All amounts share one currency.
 *
 * @param source title of the system of record, e.g. "Xero"
 * @param sourceUrl where a person may look at it there; https, or null
 * @param updatedAt when the ledger last changed it; what is strictly older is ignored
 */
public record InvoiceFacts(
        String number,
        InvoiceStatus status,
        Money total,
        Money amountDue,
        @Nullable LocalDate issueDate,
        @Nullable LocalDate dueDate,
        @Nullable LocalDate paidDate,
        @Nullable String reference,
        String source,
        @Nullable String sourceUrl,
        Instant updatedAt) {}
