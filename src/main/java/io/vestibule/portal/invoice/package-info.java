/** Invoices as the ledgers tell them: shown with source and age, never edited. */
@NullMarked
package io.vestibule.portal.invoice;

import org.jspecify.annotations.NullMarked;
