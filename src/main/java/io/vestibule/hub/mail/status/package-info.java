/** Knows mails that only ask how a request stands, by words that are data: one file per language. */
@NullMarked
package io.vestibule.hub.mail.status;

import org.jspecify.annotations.NullMarked;
