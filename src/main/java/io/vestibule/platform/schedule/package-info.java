/** What Vestibule does by the clock: when it ends. What runs when stands in {@code config/schedules.yaml}. */
@NullMarked
package io.vestibule.platform.schedule;

import org.jspecify.annotations.NullMarked;
