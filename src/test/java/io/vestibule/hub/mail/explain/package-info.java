@NullMarked
package io.vestibule.hub.mail.explain;

import org.jspecify.annotations.NullMarked;
