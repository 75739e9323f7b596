/** Reads what calendars send by mail (RFC 5545, 5546): who meets when and where, and who said yes. */
@NullMarked
package io.vestibule.hub.mail.calendar;

import org.jspecify.annotations.NullMarked;
