@NullMarked
package io.vestibule.hub.mail.parse;

import org.jspecify.annotations.NullMarked;
