/** The only place that asks the machine what time it is. */
@NullMarked
package io.vestibule.platform.time;

import org.jspecify.annotations.NullMarked;
