@NullMarked
package io.vestibule.hub.mail.status;

import org.jspecify.annotations.NullMarked;
