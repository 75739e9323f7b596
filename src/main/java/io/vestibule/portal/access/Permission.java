package io.vestibule.portal.access;

/**
 * One thing that somebody may or may not do. {@link PermissionMatrix} says who may; stores and pages ask
 * {@link Access#may}, so that the table is written down once.
 */
public enum Permission {
    /** Requests, invoices and people of every client, not just of one's own. */
    SEE_EVERY_CLIENT,
    /** A private request without taking part in it. */
    SEE_PRIVATE_REQUESTS,
    /** Open a request, comment, attach a file. */
    WRITE,
    /** See and write what no client ever sees. */
    INTERNAL_NOTES,
    /** Every allowed status transition; without it only those a client has. */
    ANY_STATUS,
    /** Owner, team, priority. */
    ASSIGN,
    /** Move entries to another request, split a request, merge two. */
    REARRANGE,
    /** Invoices whatever the billing right of the person says. */
    SEE_INVOICES,
    SEE_PEOPLE,
    CHANGE_PEOPLE,
    SEE_CONSOLE,
    CHANGE_CONSOLE
}
