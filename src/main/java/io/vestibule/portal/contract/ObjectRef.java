package io.vestibule.portal.contract;

/**
 * Points at a thing of the portal.
 *
 * @param type request, comment, invoice, client or contact
 */
public record ObjectRef(String type, String id) {}
