@NullMarked
package io.vestibule.hub.mail.proof;

import org.jspecify.annotations.NullMarked;
