package io.vestibule.portal.contract;

import java.util.UUID;

/**
 * The thing that a command or a page changed.
 *
 * @param number what people call it, e.g. REQ-1042
 * @param path its page under the public address
 */
public record Resource(String type, String id, String number, long version, String path) {

    public static Resource request(UUID id, String number, long version) {
        return new Resource("request", id.toString(), number, version, "/portal/requests/" + number);
    }

    public static Resource invoice(UUID id, String number, long version) {
        return new Resource("invoice", id.toString(), number, version, "/portal/invoices/" + id);
    }
}
