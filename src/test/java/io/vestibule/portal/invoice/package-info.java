/** Tests of the room of invoices. */
@NullMarked
package io.vestibule.portal.invoice;

import org.jspecify.annotations.NullMarked;
