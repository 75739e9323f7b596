@NullMarked
package io.vestibule.hub.mail.quarantine;

import org.jspecify.annotations.NullMarked;
