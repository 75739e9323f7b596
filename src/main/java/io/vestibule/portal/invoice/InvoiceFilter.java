package io.vestibule.portal.invoice;

import io.vestibule.portal.contract.InvoiceStatus;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which invoices a list shows, within what the asker may see anyway.
 *
 * @param statuses empty = all
 * @param overdue true: only open ones past their due date
 */
public record InvoiceFilter(
        Set<InvoiceStatus> statuses, @Nullable UUID clientId, boolean overdue) {

    public static final InvoiceFilter ALL = new InvoiceFilter(Set.of(), null, false);
}
