@NullMarked
package io.vestibule.hub.mail.calendar;

import org.jspecify.annotations.NullMarked;
