@NullMarked
package io.vestibule.hub.mail;

import org.jspecify.annotations.NullMarked;
