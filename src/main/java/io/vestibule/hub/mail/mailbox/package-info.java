/** Mailboxes of the firm: which there are, watching them, and receiving what arrives. */
@NullMarked
package io.vestibule.hub.mail.mailbox;

import org.jspecify.annotations.NullMarked;
