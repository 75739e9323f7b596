package io.vestibule.portal.invoice;

import io.vestibule.portal.contract.Money;

/**
 * What is open in one currency, over everything in reach.
 *
 * @param overdue the part of it that is past its due date
 */
public record TotalDue(Money due, Money overdue, long invoices, long overdueInvoices) {}
