package io.vestibule.portal.contract;

/** Where an invoice stands in its ledger. {@code HIDDEN} ones (drafts) are shown to nobody at the client. */
public enum InvoiceStatus {
    HIDDEN,
    OPEN,
    PAID,
    VOID
}
