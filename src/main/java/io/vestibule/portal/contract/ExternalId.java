package io.vestibule.portal.contract;

/** The name a thing has where it came from: the account and the id within it. Unique per kind of thing. */
public record ExternalId(String account, String id) {}
