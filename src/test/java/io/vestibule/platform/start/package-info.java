/** Tests of what refuses the start. */
@NullMarked
package io.vestibule.platform.start;

import org.jspecify.annotations.NullMarked;
