/** Requests of clients: their conversation, who takes part, where they stand, and who may see what of it. */
@NullMarked
package io.vestibule.portal.request;

import org.jspecify.annotations.NullMarked;
