@NullMarked
package io.vestibule.hub.mail.mailbox;

import org.jspecify.annotations.NullMarked;
