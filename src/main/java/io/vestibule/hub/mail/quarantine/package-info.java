/** Mails that wait for a person: what is read in them, how long they wait, and who is told. */
@NullMarked
package io.vestibule.hub.mail.quarantine;

import org.jspecify.annotations.NullMarked;
