package io.vestibule.hub.inbox;

/**
 * What became of one item of a {@link Delivery}.
 *
 * @param id the row that holds the news; for a duplicate the row that was there before
 */
public record Receipt(long id, boolean duplicate) {}
