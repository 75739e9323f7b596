/** Work that is done together because doing it one by one costs too much. */
@NullMarked
package io.vestibule.platform.batch;

import org.jspecify.annotations.NullMarked;
