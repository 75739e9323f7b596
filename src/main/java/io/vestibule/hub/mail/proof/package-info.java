/** Finds out whether a mail is from whom it names: what the firm's own mail server found, else its signature. */
@NullMarked
package io.vestibule.hub.mail.proof;

import org.jspecify.annotations.NullMarked;
