package io.vestibule.hub.canonical;

/**
 * The name a thing has where it came from: the account (a connection's or mailbox's name) and the id within it.
 * Natural key of requests, comments and invoices in the portal: two things never share one.
 */
public record ExternalId(String account, String id) {
    public ExternalId {
        if (account.isBlank() || id.isBlank()) {
            throw new IllegalArgumentException("An external id needs an account and an id");
        }
    }
}
