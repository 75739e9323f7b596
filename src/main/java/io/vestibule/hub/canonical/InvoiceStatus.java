package io.vestibule.hub.canonical;

/** Where an invoice stands in the ledger. {@code HIDDEN} ones (drafts) are stored but shown to no client. */
public enum InvoiceStatus {
    HIDDEN,
    OPEN,
    PAID,
    VOID
}
