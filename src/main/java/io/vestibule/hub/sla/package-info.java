/** Promises of service: clocks in business time, their explanation, and the reminders before and after a breach. */
@NullMarked
package io.vestibule.hub.sla;

import org.jspecify.annotations.NullMarked;
