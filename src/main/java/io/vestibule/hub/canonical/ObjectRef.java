package io.vestibule.hub.canonical;

/**
 * Points at a thing of the portal.
 *
 * @param type request, comment, invoice, client or contact
 */
public record ObjectRef(String type, String id) {

    public static ObjectRef request(RequestId id) {
        return new ObjectRef("request", id.value());
    }

    public static ObjectRef invoice(InvoiceId id) {
        return new ObjectRef("invoice", id.value());
    }
}
