/** Tests of how schedules are kept. */
@NullMarked
package io.vestibule.platform.schedule;

import org.jspecify.annotations.NullMarked;
