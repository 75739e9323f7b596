package io.vestibule.hub.canonical;

/** Id of an invoice, as the portal names it. Opaque to the hub: another portal may use another form. */
public record InvoiceId(String value) {
    public InvoiceId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("InvoiceId is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
