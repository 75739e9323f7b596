/** Loops that work off tables, and the schedules by the clock. */
@NullMarked
package io.vestibule.platform.schedule;

import org.jspecify.annotations.NullMarked;
