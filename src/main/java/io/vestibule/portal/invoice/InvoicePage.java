package io.vestibule.portal.invoice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some invoices, the latest issued first. {@code nextCursor} goes on after them, null at the end. */
public record InvoicePage(List<Invoice> invoices, @Nullable String nextCursor) {}
